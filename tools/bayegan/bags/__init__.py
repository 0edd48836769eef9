"""BagIt (RFC 8493): reading, checking and closing bags; the only home of the `bagit` library."""
