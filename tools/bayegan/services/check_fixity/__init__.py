"""Checking fixity: a use case in several files, which know each other and no other use case."""
