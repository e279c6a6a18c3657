"""A theme's words and ways of writing dates, in the newsletter's language.

They stand in ``strings/<language>.yaml`` under ``words:`` and ``dates:``.  A file may hold only
what differs: what ``en-GB.yaml`` does not say, ``en.yaml`` does, and English stands in for a
language that the theme does not speak.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from markupsafe import Markup, escape

from pressday import __version__
from pressday.frontmatter import Value
from pressday.problems import Problem, ProblemError
from pressday.records import CorruptRecordError, Record, decode, digest, encode
from pressday.theme import plurals
from pressday.theme.bytecode import read_sealed, write_sealed
from pressday.theme.chain import Chain, Level, read_yaml

Phrase: TypeAlias = str | dict[str, str]

LISTS = {"months": 12, "months_short": 12, "weekdays": 7, "weekdays_short": 7}
PATTERNS = ("time", "date", "short", "day", "month", "clock", "clock_short")
_SAMPLE = {"hour": 1, "minute": 2, "day": 3, "year": 2027, "time": "", "date": ""} | dict.fromkeys(
    ("month", "month_short", "weekday", "weekday_short"), ""
)


class UnknownWordsError(LookupError):
    """A template asks for words that no strings file holds."""


class Words:
    """*language* is the newsletter's tag; *lists* are names of months and days; *patterns* write dates."""

    def __init__(
        self, language: str, phrases: dict[str, Phrase], lists: dict[str, list[str]], patterns: dict[str, str]
    ) -> None:
        self.language = language
        self.phrases = phrases
        self.lists = lists
        self.patterns = patterns

    def t(self, key: str, n: int | None = None, **values: object) -> str:
        """The words under *key*; of plural forms the one for *n*; ``{name}`` filled from *values*.

        Markup among the values stays markup, and everything around it is escaped.
        """
        phrase = self.phrases.get(key)
        if phrase is None:
            raise UnknownWordsError(f"no words `{key}` in strings/en.yaml")
        if isinstance(phrase, dict):
            phrase = phrase.get(plurals.form(self.language, n or 0)) or phrase.get("other") or ""
        if n is None and not values:
            return phrase
        if any(isinstance(value, Markup) for value in values.values()):
            return escape(phrase).format(n=n, **values)
        return phrase.format(n=n, **values)


class _Kept(Record, frozen=True):
    phrases: dict[str, Phrase]
    lists: dict[str, list[str]]
    patterns: dict[str, str]


def words_of(chain: Chain, language: str, cache: Path) -> Words:
    """As ``load_words``, from the folder *cache* if they have been read before: to load YAML takes longer."""
    files = [f"{name} {file.hash}" for level in chain.levels for name, file in level.files.items() if _is_strings(name)]
    path = cache / f"words-{digest(' '.join([__version__, language, *files]).encode())}"
    sealed = read_sealed(path)
    if sealed is not None:
        with suppress(CorruptRecordError):
            kept = decode(sealed, _Kept)
            return Words(language, kept.phrases, kept.lists, kept.patterns)
    words = load_words(chain, language)
    write_sealed(path, encode(_Kept(words.phrases, words.lists, words.patterns)))
    return words


def _is_strings(name: str) -> bool:
    return name.startswith("strings/")


def load_words(chain: Chain, language: str) -> Words:
    """The words of *chain* in *language*.  Raises ProblemError at the line of a mistake."""
    base = language.partition("-")[0]
    phrases: dict[str, Phrase] = {}
    lists: dict[str, list[str]] = {}
    patterns: dict[str, str] = {}
    for tag in dict.fromkeys(("en", base, language)):
        for level in reversed(chain.levels):
            file = f"strings/{tag}.yaml"
            if file not in level.files:
                continue
            for group, value in read_yaml(level.files[file].data, level.place(file)).items():
                if group not in ("words", "dates"):
                    raise _mistake(level, file, value, f"`{group}` is neither `words` nor `dates`")
                if not isinstance(value.data, dict):
                    raise _mistake(level, file, value, f"`{group}` is a group of `key: value`")
                for key, item in value.data.items():
                    if group == "words":
                        phrases[key] = _phrase(level, file, key, item)
                    elif key in LISTS:
                        lists[key] = _names(level, file, key, item)
                    else:
                        patterns[key] = _pattern(level, file, key, item)
    missing = [key for key in (*LISTS, *PATTERNS) if key not in lists and key not in patterns]
    if missing:
        place = f"themes/{chain.levels[-1].name}/strings/en.yaml"
        hint = "to take them from another theme, write `extends: broadsheet` in theme.yaml"
        raise ProblemError(Problem(f"`dates` lacks {', '.join(missing)}", place, hint=hint))
    return Words(language, phrases, lists, patterns)


def _mistake(level: Level, file: str, value: Value, message: str) -> ProblemError:
    return ProblemError(Problem(message, level.place(file), value.line, value.column))


def _phrase(level: Level, file: str, key: str, value: Value) -> Phrase:
    if isinstance(value.data, dict):
        return {form: _text(level, file, key, item) for form, item in value.data.items()}
    return _text(level, file, key, value)


def _text(level: Level, file: str, key: str, value: Value) -> str:
    if isinstance(value.data, str):
        return value.data
    raise _mistake(level, file, value, f"`{key}` is a line of text")


def _names(level: Level, file: str, key: str, value: Value) -> list[str]:
    if isinstance(value.data, list) and len(value.data) == LISTS[key]:
        return [_text(level, file, key, item) for item in value.data]
    raise _mistake(level, file, value, f"`{key}` is a list of {LISTS[key]} names")


def _pattern(level: Level, file: str, key: str, value: Value) -> str:
    if key not in PATTERNS:
        raise _mistake(level, file, value, f"`dates` has no use for `{key}`")
    pattern = _text(level, file, key, value)
    try:
        pattern.format(**_SAMPLE)
    except (LookupError, ValueError, AttributeError) as error:
        raise _mistake(level, file, value, f"`{key}` cannot be filled: use {', '.join(_SAMPLE)}") from error
    return pattern
