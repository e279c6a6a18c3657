"""What makes the binary documents of the corpus, for tests that make documents of their own."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

# Run, not imported: the corpus holds documents alone.
make = SimpleNamespace(**runpy.run_path(str(Path(__file__).resolve().parent / "corpus/make.py")))
CORPUS = Path(__file__).resolve().parent / "corpus"
