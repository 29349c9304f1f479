"""Benchmarks, which `make bench` runs. Tests never run them."""
