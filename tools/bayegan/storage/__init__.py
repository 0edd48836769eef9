"""Bytes on disk: listing, reading, staging, flushing, locking."""
