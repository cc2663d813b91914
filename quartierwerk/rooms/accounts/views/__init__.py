"""The pages of one's own account, and of who else holds a role."""
