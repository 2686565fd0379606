"""Benchmarks: `make bench`. Timings are compared within one run and asserted nowhere."""
