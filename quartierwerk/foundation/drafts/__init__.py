"""Autosave: what somebody is writing, kept on the server until one verb takes it over."""
