"""The sample beside the style page for the tests that open every page."""

PUBLIC = {"documents:sample"}
