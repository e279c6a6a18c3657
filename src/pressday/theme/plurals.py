"""Which plural form a number takes in a language (the categories of Unicode's CLDR)."""

from __future__ import annotations

from collections.abc import Callable


def _one(n: int) -> str:
    return "one" if n == 1 else "other"


def _none_is_one(n: int) -> str:
    return "one" if n in (0, 1) else "other"


def _never(_: int) -> str:
    return "other"


def _east_slavic(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _polish(n: int) -> str:
    if n == 1:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _czech(n: int) -> str:
    return "one" if n == 1 else "few" if n in (2, 3, 4) else "other"


def _arabic(n: int) -> str:
    if n < 3:
        return ("zero", "one", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


_RULES: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("fr", "pt", "hi", "fa", "bn"), _none_is_one),
    **dict.fromkeys(("ja", "zh", "ko", "vi", "th", "id", "ms"), _never),
    **dict.fromkeys(("ru", "uk", "be", "sr", "hr", "bs"), _east_slavic),
    **dict.fromkeys(("cs", "sk"), _czech),
    "pl": _polish,
    "ar": _arabic,
}


def form(language: str, n: int) -> str:
    """``zero``, ``one``, ``two``, ``few``, ``many`` or ``other`` for *n* of something in *language*."""
    return _RULES.get(language.partition("-")[0].lower(), _one)(n)
