"""The benchmark: ``republish sync`` against a bare loop of the same edits, on the same real MediaWikis."""
