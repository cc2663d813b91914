"""The ground floor: machinery that knows no word of the domain."""
