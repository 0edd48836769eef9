"""What counts as a small version. Worker processes load this module, so it imports nothing."""

MOST_FILES = 500
MOST_OCTETS = 16 << 20
"""A version with more files, or a larger payload, is shared by several workers, file by file."""
