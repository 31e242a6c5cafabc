"""Sheets, posters and handouts as PDF, and the quiz for Moodle.

Imports only charts and what stands below them, never Streamlit.
"""
