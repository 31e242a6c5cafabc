"""What people add while the program runs: votes of a meeting, prices that were collected."""
