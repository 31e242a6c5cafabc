"""Charts and their tables as plain values and Plotly figures.

Imports only words and what stands below them, never Streamlit.
"""
