"""The shapes of bodies, rules, seats and letters."""
