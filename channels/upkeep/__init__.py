"""Upkeep: what of a running program is well, old or wrong, and whether a backup can be restored.

Nothing here asks outside or changes what it looks at. Imports only the store and what stands below it.
"""
