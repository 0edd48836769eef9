"""One use case a file. Services touch the world through ports only; they yield progress and return values."""
