"""Which topics a text is about, and which phrases would tell.

*matching* finds the phrases of the settings, *suggesting* proposes new ones; *stopwords* is its table.
"""

from pressday.topics.matching import Matcher
from pressday.topics.suggesting import Suggestion, suggest

__all__ = ["Matcher", "Suggestion", "suggest"]
