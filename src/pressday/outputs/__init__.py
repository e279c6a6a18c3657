"""Everything that is published.  An output is a module and a line in a table; none knows another."""

from pressday.outputs.press import Output, Press
from pressday.outputs.table import KINDS, draw, plan

__all__ = ["KINDS", "Output", "Press", "draw", "plan"]
