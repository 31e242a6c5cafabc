"""Job 3, trainers: stories, chance cards, quiz, votes and counts of a session.

Imports only export and what stands below it.
"""
