"""Benchmarks of time and memory, beside what they are compared with."""
