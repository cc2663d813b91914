"""Who did what, when, and which fields changed; written by the door, never by hand."""
