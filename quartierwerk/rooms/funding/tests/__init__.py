"""Tests of funding."""
