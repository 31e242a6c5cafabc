"""Job 1, recipients: which service leaves most money, and the follow-up questions.

Imports only export and what stands below it.
"""
