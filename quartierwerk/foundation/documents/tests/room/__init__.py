"""A room that brings templates for the tests of documents."""
