"""Home, site search, one's own corner and the office's cockpit."""
