"""Providers' own calculators, one module each, which a program asks once a keeper has switched them on.

Imports only the core, and what the readers of calculators share.
"""
