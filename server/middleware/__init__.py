"""What every request passes: headers, limits, compression and cookies.

Imports only settings, components and the domain.
"""
