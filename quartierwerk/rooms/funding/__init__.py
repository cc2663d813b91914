"""Who gets money for what: the programmes of a city and its districts."""
