"""What was published and was wrong: corrected in the open, or withdrawn.

A correction is one more in the header of the entry's file.  Of an entry that is withdrawn nothing is
left but a stub in its place: where it stood, when it was withdrawn, and why.
"""

from pressday.correcting.headers import correct
from pressday.correcting.wanted import entry_of
from pressday.correcting.withdrawing import Retraction, retract

__all__ = ["Retraction", "correct", "entry_of", "retract"]
