"""One module a step, each from the version before it."""
