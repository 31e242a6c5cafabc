"""The trainer's page: the presenter's screens, controls and notes.

Imports only widgets and what stands below them.
"""
