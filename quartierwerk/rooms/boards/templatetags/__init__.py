"""Template tags of the bodies."""
