"""Whole sentences about what the domain found, one module a subject.

Imports only i18n and the domain, never Streamlit.
"""
