"""The style page for the tests that open every page."""

PUBLIC = {"ui:style"}
