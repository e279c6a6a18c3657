"""What the program keeps of its own in ``ledger/``: tracked, readable, never edited by hand."""
