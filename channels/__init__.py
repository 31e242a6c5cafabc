"""How each road moves money to and from Azerbaijan, and at what price."""
