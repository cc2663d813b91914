"""The parts of the bench; each has ``measure``, which runs in a process of its own with Django set up."""
