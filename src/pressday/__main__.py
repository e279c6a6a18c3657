"""``python -m pressday``."""

import sys

from pressday.cli import main

if __name__ == "__main__":
    sys.exit(main())
