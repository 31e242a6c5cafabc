"""What the dashboard's pages are given: each module is loaded when its page is first opened.

Imports only components, the domain and the server's own helpers.
"""
