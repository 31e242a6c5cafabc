"""The server around the dashboard: what it sends, to whom, and how much of it.

Imports only components and the domain.
"""
