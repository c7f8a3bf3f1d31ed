"""The tests, and the benchmark (`bench`)."""
