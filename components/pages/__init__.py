"""One folder a reader, one page each: inputs, one call of the domain, output.

Imports only the rest of components and the domain.
"""
