"""The directory of creative actors: profiles, finding, import and export. The exemplar room."""
