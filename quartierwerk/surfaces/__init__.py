"""What gathers the rooms: pages over several rooms, the open interfaces and the demo city."""
