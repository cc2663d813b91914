"""Files that belong to a case: checked by what is in them, kept where nothing serves them, handed out by their room."""
