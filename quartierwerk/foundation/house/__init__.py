"""What the house is called in its city, which colour and languages it has, and how the city calls things."""
