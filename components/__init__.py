"""How answers look in three languages.

Imports only the domain.
"""
