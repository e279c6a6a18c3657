"""How one value of ``newsletter.yaml`` is read: text to what it means, and every mistake at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from pressday import patterns as expressions
from pressday.frontmatter import Value
from pressday.problems import Problem
from pressday.records import replace

FILE_NAME = "newsletter.yaml"


class Setting(NamedTuple):
    """One key of the settings: how it is read, and its line in the reference."""

    name: str
    read: Callable[[Checker, Value], Any]
    help: str


class Checker:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def error(self, message: str, value: Value | None, hint: str = "") -> None:
        self._add(message, value, hint, "error")

    def warn(self, message: str, value: Value | None, hint: str = "") -> None:
        self._add(message, value, hint, "warning")

    def _name(self, key: str, before: int) -> None:
        """Say of *key* what the problems found since *before* say of a value."""
        for at in range(before, len(self.problems)):
            problem = self.problems[at]
            if problem.message.startswith("is "):
                self.problems[at] = replace(problem, message=f"{key} {problem.message}")

    def _add(self, message: str, value: Value | None, hint: str, severity: Literal["error", "warning"]) -> None:
        line, column = (value.line, value.column) if value else (0, 0)
        self.problems.append(Problem(message, FILE_NAME, line, column, hint, severity))

    def mapping(self, header: Mapping[str, Value], settings: tuple[Setting, ...], where: str) -> dict[str, Any]:
        """The fields that *header* gives, each read by its setting; unknown keys are warnings."""
        by_name = {setting.name: setting for setting in settings}
        fields: dict[str, Any] = {}
        for key, value in header.items():
            setting = by_name.get(key)
            if setting is None:
                import difflib  # loaded for whoever mistypes

                near = difflib.get_close_matches(key, by_name, n=1)
                self.warn(
                    f"unknown setting `{where}{key}`",
                    value,
                    f"did you mean `{where}{near[0]}`?" if near else "",
                )
            elif value.data is not None:
                before = len(self.problems)
                read = setting.read(self, value)
                self._name(f"`{where}{key}`", before)
                if read is not None:
                    fields[key] = read
        return fields


# --- readers of one value: None after an error ---------------------------------------------------


def line(check: Checker, value: Value) -> str | None:
    if isinstance(value.data, str):
        return " ".join(value.data.split())
    check.error("is a line of text", value)
    return None


def lines(check: Checker, value: Value) -> tuple[str, ...] | None:
    items = value.data if isinstance(value.data, list) else [value]
    texts = [line(check, item) for item in items]
    return tuple(text for text in texts if text)


def link(check: Checker, value: Value) -> str | None:
    """An address on the web, or one to write to; nothing that could act."""
    text = line(check, value)
    if not text:
        return text
    try:
        parts = urlsplit(text)
        valid = bool(parts.hostname) if parts.scheme in ("http", "https") else parts.scheme == "mailto"
    except ValueError:
        valid = False
    if not valid or _UNFIT_IN_URL.search(text):
        check.error(f"`{text}` is not an address", value, "write it whole: https://example.org/")
        return None
    return text


def web(check: Checker, value: Value) -> str | None:
    """An address that can be fetched."""
    text = link(check, value)
    if text and not text.startswith(("http://", "https://")):
        check.error(f"`{text}` is not an address on the web", value, "write it whole: https://example.org/feed.xml")
        return None
    return text


def picture(check: Checker, value: Value) -> str | None:
    """The path of a file below ``static/``, with or without that name, or the address of a picture elsewhere."""
    text = line(check, value)
    if not text:
        return text
    if "://" in text:
        return web(check, value)
    path = text.lstrip("/").removeprefix("static/")
    if ".." in path.split("/") or _UNFIT_IN_URL.search(path.replace(" ", "")) or not path.strip("/"):
        check.error(f"`{text}` is not the name of a picture", value, "name a file of static/: `logo.png`")
        return None
    return path


_UNFIT_IN_URL = re.compile(r"""[\s\x00-\x1f\x7f-\x9f"<>\\^`{|}\ud800-\udfff]""")


def host(check: Checker, value: Value) -> str | None:
    text = line(check, value)
    if text is None or re.fullmatch(r"[\w-]{1,63}(?:\.[\w-]{1,63})+", text):
        return text
    check.error(f"`{text}` is not a domain", value, "write its name alone: brief.example.org")
    return None


def folder_name(check: Checker, value: Value) -> str | None:
    text = line(check, value)
    if text and re.fullmatch(r"\w[\w. -]*", text):
        return text
    check.error("is not the name of a theme", value, "name a folder in themes/")
    return None


def base_url(check: Checker, value: Value) -> str | None:
    text = line(check, value)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        _ = parts.port
    except ValueError:
        valid = False
    if not valid or parts.query or parts.fragment or _UNFIT_IN_URL.search(text):
        shown = text.encode("utf-8", "replace").decode()
        check.error(f"`{shown}` is not an address", value, "write it whole: https://example.org/brief/")
        return None
    try:
        place = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except UnicodeError:
        check.error(f"`{text}` is not an address: no domain is called so", value)
        return None
    path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~._-")
    return f"{parts.scheme}://{place}{path}/"


def zone(check: Checker, value: Value) -> str | None:
    text = line(check, value)
    if text is None:
        return None
    try:
        ZoneInfo(text)
    except Exception:  # zoneinfo raises KeyError, ValueError, OSError and more for a bad key
        check.error(f"`{text}` is not a time zone", value, "use a name such as Europe/London")
        return None
    return text


def language(check: Checker, value: Value) -> str | None:
    text = line(check, value)
    if text and re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", text):
        return text
    check.error("is not a language", value, "use a tag such as en-GB")
    return None


def identity(check: Checker, value: Value) -> str | None:
    text = line(check, value)
    host, comma, year = (text or "").partition(",")
    if text and comma and host and "." in host and year[:4].isdigit() and " " not in text and ":" not in text:
        return text
    check.error("is not an identity", value, "a domain and a year that it was yours: example.org,2026")
    return None


def number(check: Checker, value: Value) -> int | None:
    text = value.data if isinstance(value.data, str) else ""
    if text.isascii() and text.isdigit() and 0 < int(text[:9]) <= 10_000:
        return int(text)
    check.error("is a number from 1 to 10000", value)
    return None


def content(check: Checker, value: Value) -> str | None:
    if value.data in ("full", "summary"):
        return str(value.data)
    check.error("is `full` or `summary`", value)
    return None


def closes(check: Checker, value: Value) -> int | None:
    text = value.data if isinstance(value.data, str) else ""
    hour, colon, minute = text.partition(":")
    digits = colon and len(minute) == 2 and (hour + minute).isascii() and hour.isdigit() and minute.isdigit()
    if digits and int(hour[:3]) < 24 and int(minute) < 60:
        return int(hour) * 60 + int(minute)
    check.error("is an hour of the day", value, 'write it as "07:00"')
    return None


def rights(check: Checker, value: Value) -> str | None:
    if value.data in ("own", "licensed", "excerpt"):
        return str(value.data)
    check.error("is `own`, `licensed` or `excerpt`", value)
    return None


def kind(check: Checker, value: Value) -> str | None:
    if value.data in ("live", "topic", "article"):
        return str(value.data)
    check.error("is `live`, `topic` or `article`", value)
    return None


def pattern(check: Checker, value: Value) -> str | None:
    """A regular expression that can be matched in reasonable time; white space in it counts."""
    text = value.data
    if not isinstance(text, str) or not text:
        check.error("is a pattern", value)
        return None
    why = expressions.why_not(text)
    if why:
        check.error(f"`{text}` {why}", value, "a pattern is a regular expression in single quotes: '^Share'")
        return None
    return text


def patterns(check: Checker, value: Value) -> tuple[str, ...] | None:
    items = value.data if isinstance(value.data, list) else [value]
    return tuple(text for item in items if (text := pattern(check, item)))


STAMP_GROUPS = ("date", "day", "month", "year", "time", "hour", "minute", "author", "headline", "zone")


def stamp(check: Checker, value: Value) -> str | None:
    """A pattern whose named groups tell when, and by whom."""
    text = pattern(check, value)
    if text is None:
        return None
    groups = list(re.compile(text).groupindex)
    strange = next((name for name in groups if name not in STAMP_GROUPS), None)
    if strange is not None:
        import difflib

        near = difflib.get_close_matches(strange, STAMP_GROUPS, n=1)
        known = f"groups are {', '.join(STAMP_GROUPS)}"
        check.error(f"has an unknown group `{strange}`", value, f"did you mean `{near[0]}`?" if near else known)
    elif not {"time", "hour", "date", "day"} & set(groups):
        check.error("tells no time", value, r"name its time as a group: (?P<time>\d\d:\d\d)")
    else:
        return text
    return None
