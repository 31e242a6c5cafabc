"""All facts of a folder, read and checked against each other.

Imports only pricing and what stands below it.
"""
