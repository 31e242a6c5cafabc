"""The policymaker's page: gaps, what-ifs and downloads.

Imports only widgets and what stands below them.
"""
