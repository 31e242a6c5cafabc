"""Job 4, stewards: what to collect next, rounds, doubts, submissions and who may write.

Imports only the other jobs and what stands below them.
"""
