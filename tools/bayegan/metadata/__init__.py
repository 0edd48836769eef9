"""What is known about items, as files: XML, JSON Schema, EDTF and submission manifests."""
