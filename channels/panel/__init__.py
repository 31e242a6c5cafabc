"""Prices too many for records: tables on disk or in a database, and what is reckoned from them."""
