"""The handbook: one chapter for each task, shown beside the task."""
