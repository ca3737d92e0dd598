"""The three-way merge of a copy: what the sheet said, what it says now, and what people made of the copy."""
