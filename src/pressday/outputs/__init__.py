"""Everything that is published.  An output is a module and a line in a table; none knows another.

``planning`` is asked for by name: what only draws loads none of it.
"""

from pressday.outputs.kinds import KINDS, draw
from pressday.outputs.press import Output, Press

__all__ = ["KINDS", "Output", "Press", "draw"]
