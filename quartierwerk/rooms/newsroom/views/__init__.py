"""The pages of the newsroom."""
