"""How the folders of the quotes' panel are called, for who does not load its libraries."""

ARRANGED = "arranged"
"""The folder in the panel's own that holds its prices arranged by corridor, where there are very many."""
