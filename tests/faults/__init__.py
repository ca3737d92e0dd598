"""Every fault at every kind of request, on real wikis behind a proxy that misbehaves."""
