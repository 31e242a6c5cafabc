"""Streamlit's widgets that several pages share: choices, inputs, citations, downloads.

Imports only the other rooms of components, never pages.
"""
