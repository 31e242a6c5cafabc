"""The facts that `data/` holds, as frozen and strict records.

Imports only terms and money.
"""
