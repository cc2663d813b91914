"""The believable city, gathered from each room's demo."""
