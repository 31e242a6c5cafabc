"""How fast it is, measured by `make bench` and by no test: the figures stand in docs/benchmarks.md."""
