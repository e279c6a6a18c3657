"""A header's text to values that know their places, whatever YAML it is.  The only door to PyYAML."""

from __future__ import annotations

import re
from typing import Protocol

import yaml

from pressday.plainheader import FREE_TEXT, UNFIT, Value, legible
from pressday.problems import Problem, ProblemError

# The loaders that guess no types: here all scalars are text.
try:
    from yaml import CBaseLoader as _BaseLoader
except ImportError:  # a PyYAML without libyaml: slower, the same result
    from yaml import BaseLoader as _BaseLoader  # type: ignore[assignment]


class _Loader(_BaseLoader):
    """Tells a node's type by nothing but its shape, and so has nothing to find out on the way to it."""

    def descend_resolver(self, current_node: object, current_index: object) -> None: ...

    def ascend_resolver(self) -> None: ...

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:
        return ""


MAX_NODES = 20_000
MAX_DEPTH = 20
# So many marks that could open something inside something need counting before they are composed.
MANY_MARKS = 500

_BLOCK = re.compile(r"^[|>][-+0-9]{0,2}(?:\s+#.*)?$")
_QUOTED = re.compile(r"""^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')$""")


def parse(text: str, *, first_line: int = 1) -> dict[str, Value]:
    """The mapping that *text* writes.  *first_line* is where it stands in its file.  Raises ProblemError."""
    text, node = _composed(text, first_line)
    if node is None:
        return {}
    value = _Reader(text, first_line).value(node, 0)
    assert isinstance(value.data, dict)
    return value.data


def extents(text: str) -> dict[str, tuple[int, int]]:
    """The lines of *text* on which each field stands that has lines of its own: its first, and the one after its last.

    Lines count from 0; comments below a field belong to it if they are indented.  Raises ProblemError as ``parse``.
    """
    _, node = _composed(text, 1)
    if node is None or node.flow_style:
        return {}
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: dict[str, tuple[int, int]] = {}
    for key, value in node.value:
        first, last = key.start_mark, _last(value).end_mark
        if first.column or not isinstance(key, yaml.ScalarNode):
            continue
        # A block of text ends where the next line begins, empty lines and all.
        end = last.line + (last.column > 0)
        while end > first.line + 1 and not lines[end - 1].strip():
            end -= 1
        end = max(end, first.line + 1)
        for at in range(end, len(lines)):
            if not lines[at].strip():
                continue
            if lines[at][0] not in " \t":
                break
            end = at + 1
        found[key.value] = (first.line, end)
    return found


def _last(node: yaml.Node) -> yaml.Node:
    """The node that ends where *node* does: a list without brackets claims the comments below it as well."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def _composed(text: str, first_line: int) -> tuple[str, yaml.MappingNode | None]:
    """*text* as YAML is given it, line for line, and the mapping that it writes; None for an empty one."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.translate(_NO_BREAKS)
    unfit = UNFIT.search(text)
    if unfit:
        line = text.count("\n", 0, unfit.start()) + first_line
        column = unfit.start() - text.rfind("\n", 0, unfit.start())
        hint = "take it out: it is a character that no editor shows"
        raise ProblemError(Problem(f"holds U+{ord(unfit[0]):04X}", line=line, column=column, hint=hint))
    text = _free_text(text)
    _check_depth(text, first_line)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is not None and not isinstance(node, yaml.MappingNode):
            raise _problem("a header is a list of `key: value` lines", node.start_mark, first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _problem(_sentence(error), mark, first_line, _hint(error)) from error
    except yaml.YAMLError as error:
        raise ProblemError(Problem(f"not YAML: {error}".splitlines()[0], line=first_line)) from error
    except RecursionError as error:
        raise ProblemError(Problem("nested too deeply", line=first_line)) from error
    finally:
        loader.dispose()
    return text, node


# To YAML these end a line; to an editor, and in an error's place, they do not.
_NO_BREAKS = {0x85: " ", 0x2028: " ", 0x2029: " "}


def _check_depth(text: str, first_line: int) -> None:
    """Refuse what is nested beyond measure: composed, it would exhaust the stack and end the process."""
    if sum(text.count(mark) for mark in ("[", "{", "- ", "? ")) < MANY_MARKS:
        return
    loader, depth = _Loader(text), 0
    try:
        while loader.check_event():
            event = loader.get_event()
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if event is not None and depth > MAX_DEPTH + 1:
                raise _problem("nested too deeply, or too long", event.start_mark, first_line)
    except yaml.YAMLError:
        return  # composing meets it again, and says where it is
    finally:
        loader.dispose()


class _Reader:
    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.first_line = first_line
        self.left = MAX_NODES

    def value(self, node: yaml.Node, depth: int) -> Value:
        self.left -= 1
        if depth > MAX_DEPTH or self.left < 0:
            raise _problem("nested too deeply, or too long", node.start_mark, self.first_line)
        mark = node.start_mark
        # A plain value begins with neither: they are a tag, or the anchor that an alias would repeat.
        if self.text[mark.index : mark.index + 1] in ("!", "&"):
            raise _problem("tags, anchors and aliases are not used here", mark, self.first_line, _QUOTE_IT)
        line, column = mark.line + self.first_line, mark.column + 1
        if isinstance(node, yaml.ScalarNode):
            empty = node.value == "" and not node.style  # None from one loader, "" from the other
            return Value(None if empty else legible(node.value), line, column)
        if isinstance(node, yaml.SequenceNode):
            return Value([self.value(item, depth + 1) for item in node.value], line, column)
        mapping: dict[str, Value] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _problem("a key is a word", key.start_mark, self.first_line)
            if key.value in mapping:
                raise _problem(f"`{key.value}` stands twice", key.start_mark, self.first_line)
            mapping[key.value] = self.value(item, depth + 1)
        return Value(mapping, line, column)


def _free_text(text: str) -> str:
    small = text.lower()
    if not any(f"{key}:" in small for key in ("title", "summary", "subject", "preheader")):
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = FREE_TEXT.match(line)
        if not match:
            continue
        rest = line[match.end() :].rstrip(" \t")
        continued = number + 1 < len(lines) and lines[number + 1][:1] in (" ", "\t") and lines[number + 1].strip()
        if _BLOCK.match(rest) or _QUOTED.match(rest) or continued:
            continue
        lines[number] = line[: match.end()] + "'" + rest.replace("'", "''") + "'"
    return "\n".join(lines)


_QUOTE_IT = "put the text between quotes"


class _Mark(Protocol):
    """A place as either of YAML's loaders gives it, counted from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


def _problem(message: str, mark: _Mark | None, first_line: int, hint: str = "") -> ProblemError:
    if mark is None:
        return ProblemError(Problem(message, line=first_line, hint=hint))
    return ProblemError(Problem(message, line=mark.line + first_line, column=mark.column + 1, hint=hint))


_WHAT_YAML_WANTS = "look here and a line above for a bracket or a quote that is not closed, or a colon too many"


def _hint(error: yaml.MarkedYAMLError) -> str:
    if "escape character" in (error.problem or ""):
        return r"between double quotes a backslash means something else: write '\d' between single quotes"
    return _WHAT_YAML_WANTS


def _sentence(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.context, error.problem) if part]
    return "not YAML: " + ", ".join(parts)
