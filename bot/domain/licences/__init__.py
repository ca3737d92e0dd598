"""Licences: values, how people spell them, the evidence for them, and what a partner may take.

What is not certainly a licence is not recognised, and what is not recognised is not copied.
"""
