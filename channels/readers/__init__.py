"""One module a publisher or file format: what outsiders publish, as our own values."""
