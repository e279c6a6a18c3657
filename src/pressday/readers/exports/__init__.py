"""What an editor who moves in brings along: the exports of other homes of newsletters.

An entry keeps the id that its old feed gave it, and its old address leads to the new one.  What was
for paying readers alone arrives as a draft.
"""
