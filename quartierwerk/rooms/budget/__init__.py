"""What the city's money for districts and projects is for, what is promised of it, and what is left."""
