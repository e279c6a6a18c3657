"""Markdown to safe HTML and to text; plain text to Markdown.

The only door to markdown-it and to the sanitiser.
"""

from pressday.markup.rendering import Rendered, plain_text, render
from pressday.markup.sentences import excerpt, limited

__all__ = ["Rendered", "excerpt", "limited", "plain_text", "render"]
