"""The command line, one module a group of commands.

Imports only the domain, and of components the words and the paper.
"""
