"""Prices too many for records: tables on disk or in a database, and averages of them.

Imports only refresh and what stands below it.
"""
