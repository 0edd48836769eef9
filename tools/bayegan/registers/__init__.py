"""What an archive writes down: submissions as received, the event ledger, fixity reports."""
