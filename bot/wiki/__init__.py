"""Adapters that make every kind of wiki look the same; the only door to mwclient and requests."""
