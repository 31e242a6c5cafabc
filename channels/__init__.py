"""The domain: how each service moves money to and from Azerbaijan and at what price.

Imports nothing of components or server.
"""
