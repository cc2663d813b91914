"""The pages of the treasury."""
