"""The command line: a pane of glass. It parses, builds, runs and renders, and decides nothing."""
