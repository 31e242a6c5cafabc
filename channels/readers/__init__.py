"""What outsiders publish, one module a publisher or file format, as our own values.

Imports only the core, and libraries for the format.
"""
