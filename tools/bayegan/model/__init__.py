"""Values and decisions: nothing here opens a file, asks the time or imports a third party."""
