"""Reading submission manifests: one reader per form, behind `reading.read_submission`."""
