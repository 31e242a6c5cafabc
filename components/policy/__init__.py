"""The page for policymakers as values: pictures, tables and a brief, none of which knows Streamlit."""
