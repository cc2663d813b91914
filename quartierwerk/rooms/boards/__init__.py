"""The bodies of the association and the city: who sits where, when they meet, and what they validly decide."""
