"""Mistakes in templates as located problems.  A fault that is not the template's is not touched."""

from __future__ import annotations

from types import TracebackType

import jinja2

from pressday.problems import Problem
from pressday.theme.chain import Chain

_OURS = ("jinja2", "markupsafe", "pressday.theme")


def as_problem(error: Exception, chain: Chain, template: str) -> Problem | None:
    """What *error*, raised while *template* was compiled or drawn, says about the theme, or None.

    An error raised by the template, by Jinja or by a filter of the theme is the template's; one
    from behind them (a text that cannot be fetched) is not.
    """
    places = {str(file.path): level.place(name) for level in chain.levels for name, file in level.files.items()}
    if isinstance(error, jinja2.TemplateSyntaxError):
        path = places.get(error.filename or "", "") or _place(chain, error.name or template)
        return Problem(error.message or "cannot be read", path, error.lineno)
    path, line, last = "", 0, ""
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code.co_filename
        last = str(trace.tb_frame.f_globals.get("__name__", ""))
        if code in places:
            path, line, last = places[code], trace.tb_lineno, "pressday.theme"
        trace = trace.tb_next
    if not isinstance(error, jinja2.TemplateError) and not last.startswith(_OURS):
        return None
    path = path or _place(chain, template)
    if isinstance(error, jinja2.TemplateNotFound):
        alone = all(level.name != "broadsheet" for level in chain.levels)
        hint = "to take it from another theme, write `extends: broadsheet` in theme.yaml" if alone else ""
        return Problem(f"there is no template `{error.name}`", path, line, hint=hint)
    return Problem(str(error) or type(error).__name__, path, line)


def _place(chain: Chain, template: str) -> str:
    found = chain.find(f"templates/{template}")
    return chain.levels[found[0] if found else 0].place(f"templates/{template}")
