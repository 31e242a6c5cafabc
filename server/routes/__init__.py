"""The addresses that are not Streamlit's: light page, phones, JSON route.

Imports only middleware and what stands below it.
"""
