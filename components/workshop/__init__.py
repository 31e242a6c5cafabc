"""What a screen and a phone of a workshop show.

Imports only light and paper and what stands below them, never Streamlit.
"""
