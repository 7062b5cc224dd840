"""Benchmarks: each figure a ratio within one run, or a size against its budget."""
