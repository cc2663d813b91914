"""Uploaded pictures: checked, stripped of metadata, stored in several sizes, served from the own host."""
