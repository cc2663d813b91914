"""One room per domain, each with the same few files; a room imports only rooms below it."""
