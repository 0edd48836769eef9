"""Calendars: from the day as a source writes it to the day of the proleptic Gregorian calendar."""
