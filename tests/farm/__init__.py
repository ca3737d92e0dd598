"""Real MediaWikis for the tests, the bench and the demo."""
