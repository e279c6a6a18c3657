"""Pressday turns the documents an editor reads into a newsletter the editor owns."""

__version__ = "0.1.0"
