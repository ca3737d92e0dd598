"""The transforms that a mapping may name, a room for each sort, and the table of all."""
