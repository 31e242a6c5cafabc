"""File formats without meaning of their own: cells, spreadsheets, table schemas, data packages.

Imports only dataset and what stands below it.
"""
