"""The parts of the page for policymakers as values: charts, tables and the brief.

Imports only paper and what stands below it, never Streamlit.
"""
