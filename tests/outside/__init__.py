"""The server and the commands as strangers treat them: bounded attacks on loopback, in seconds."""
