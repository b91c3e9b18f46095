"""Benchmarks: what is fast, and compared with what."""
