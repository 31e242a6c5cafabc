"""The recipient's page: question, answer, services and charts.

Imports only widgets and what stands below them.
"""
