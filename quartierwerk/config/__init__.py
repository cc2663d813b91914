"""The roof: settings, routes and the command line, where the floors are put together."""
