"""The shapes in which the office changes places."""
