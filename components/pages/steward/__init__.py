"""The steward's page: enter, check and publish prices.

Imports only widgets and what stands below them.
"""
