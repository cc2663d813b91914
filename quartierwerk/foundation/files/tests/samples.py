"""What visitors see of files, for the tests that open every page."""

PUBLIC = {"files:avif", "files:picture"}
