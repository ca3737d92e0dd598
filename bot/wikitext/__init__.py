"""Pure text: reading and writing wikitext; the only door to mwparserfromhell."""
