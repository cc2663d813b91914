"""Rate limits that hold over all processes and machines: ``limits.counting.hit``."""
