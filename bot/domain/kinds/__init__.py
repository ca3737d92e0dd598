"""Kinds of values: how people write them in French and English, and the one form in which each is canonical.

A text that does not parse as its kind stays as it was written; it is reported, never dropped and never guessed.
"""
