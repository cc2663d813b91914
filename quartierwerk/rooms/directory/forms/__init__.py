"""The shapes of input in the directory; they never write."""
