"""Pages that a person files or shows: HTML that stands alone."""
