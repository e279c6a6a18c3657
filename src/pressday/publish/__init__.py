"""The only writer of ``site/`` and ``outbox/``: staged first, then committed under a journal.

Killed before the commit, the old site is untouched; killed in it, the next command finishes it.
"""

from pressday.publish.destination import Commit, Destination, DestinationError, check, token
from pressday.publish.stage import Staged, blocked, fit, stage

__all__ = ["Commit", "Destination", "DestinationError", "Staged", "blocked", "check", "fit", "stage", "token"]
