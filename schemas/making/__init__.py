"""Makes the schemas of the record from the model, which is the one place where the record is described."""
