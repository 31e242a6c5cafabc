"""One module a provider whose own calculator a program may ask, once a keeper has switched it on."""
