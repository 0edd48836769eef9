"""What of an item may be shown to whom: what is withheld, what stands in its place, and what must not slip out."""
