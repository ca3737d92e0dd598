"""Pure text: reading and writing wikitext, as MediaWiki reads it; the only door to mwparserfromhell."""
