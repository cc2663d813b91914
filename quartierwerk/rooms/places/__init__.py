"""The city, its districts and quarters, their boundaries, and the addresses in it."""
