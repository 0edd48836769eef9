"""A reason for not reading a file. Worker processes load this module, so it imports nothing."""

VANISHED = "it vanished while it was being checked"
"""The problem of a file that was there when its folder was listed, and is not there any more."""
