"""Persons, their roles in a scope, and how they sign in."""
