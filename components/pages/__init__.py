"""One module a page: inputs, one domain call, output."""
