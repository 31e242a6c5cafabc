"""What people add while the program runs, in SQLite or PostgreSQL: votes and collected prices.

Imports only panel and what stands below it.
"""
