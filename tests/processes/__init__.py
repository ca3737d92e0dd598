"""Processes of the command that start at once."""
