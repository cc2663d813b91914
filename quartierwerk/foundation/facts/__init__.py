"""What happened, told upward: facts, who listens, and their delivery."""
