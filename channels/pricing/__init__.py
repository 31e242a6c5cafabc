"""One service, one transfer: fees, rates and what is received.

Imports only records and what stands below them.
"""
