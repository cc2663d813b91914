"""What several processes do at once, with real processes on a real database."""
