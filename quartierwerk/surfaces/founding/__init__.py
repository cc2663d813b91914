"""Founding a city from a readable file: what ``quartierwerk init`` does."""
