"""Texts are compared letter by letter, and of many only those that could be alike."""

from __future__ import annotations

from pressday import alike


def test_a_ratio_is_of_what_is_the_same() -> None:
    assert alike.ratio("harbour", "harbour") == 1.0
    assert alike.ratio("harbour", "quay") < 0.4
    assert alike.ratio("The gate is shut", "The gate is open", at_least=0.95) == 0.0


def test_pairs_come_best_first_and_name_their_texts() -> None:
    ours = ["the lock at Harne is open again", "wind from the west"]
    theirs = ["nothing of the kind", "the lock at Harne is open", "the lock at Harne is open again"]
    assert [(i, j) for _, i, j in alike.near_pairs(ours, theirs, at_least=0.8)] == [(0, 2), (0, 1)]


def test_thousands_of_texts_are_not_compared_each_with_each() -> None:
    texts = [f"entry {number} tells of boat{number} and quay{number} at Harne" for number in range(3000)]
    pairs = alike.near_pairs(texts, texts, at_least=0.99)
    assert [(i, j) for _, i, j in pairs] == [(number, number) for number in range(3000)]
