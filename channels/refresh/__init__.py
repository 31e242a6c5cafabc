"""Official rates and outside prices taken in while the program runs.

Imports only readers and what stands below them.
"""
