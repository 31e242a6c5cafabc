"""The light page as plain HTML for old phones and slow networks.

Imports only charts and what stands below them, never Streamlit.
"""
