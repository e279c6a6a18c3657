"""``python build.py`` builds the newsletter; ``--watch`` builds at each change, ``--serve`` previews."""

import sys
from pathlib import Path

try:
    from pressday.cli import main
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is not installed: run `make site`, or `pip install -c constraints.txt .`, and try again.")

if __name__ == "__main__":
    words = sys.argv[1:]
    command = "serve" if "--serve" in words else "build"
    here = ["--source", str(Path(__file__).resolve().parent)]
    # A preview watches anyway.
    passed = [word for word in words if word != "--serve" and not (command == "serve" and word in ("--watch", "-w"))]
    sys.exit(main([command, *here, *passed]))
