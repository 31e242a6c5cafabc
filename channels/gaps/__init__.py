"""Job 2, policymakers: where the country falls short of its targets, and what a change would bring.

Imports only export and what stands below it.
"""
