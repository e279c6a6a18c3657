"""The topics of what has been written: how many entries each has, which have none, and what the phrases say now."""

from pressday.tagging.overview import Overview, Story, overview, stories
from pressday.tagging.retagging import Proposal, propose, write

__all__ = ["Overview", "Proposal", "Story", "overview", "propose", "stories", "write"]
