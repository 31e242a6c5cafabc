"""How answers look, in three languages."""
