"""The open interface: each room's api.py under one roof."""
