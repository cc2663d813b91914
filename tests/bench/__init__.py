"""Measuring the house against its bars: ``python -m tests.bench`` (docs/bench.md)."""
