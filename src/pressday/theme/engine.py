"""The templates of a chain, compiled by Jinja, with the filters and functions that they may use."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from pressday import addresses
from pressday.config import Newsletter
from pressday.problems import Problem, ProblemError
from pressday.records import Record
from pressday.theme.bodies import Bodies, Press
from pressday.theme.bytecode import CompiledTemplates
from pressday.theme.chain import Chain
from pressday.theme.faults import as_problem
from pressday.theme.moments import Moments
from pressday.theme.site import build_site, outside
from pressday.theme.words import words_of

PARENT = "parent:"
_MOST_KEPT = 4_000
# To look through a longer text takes longer than to escape it.
_SHORT = 40
_MARKS = re.compile("[&<>'\"]").search
_DEFAULT_PAPER = ("#ffffff", "#000000")


class Engine:
    """Draws templates.  Raises ProblemError when made from bad strings."""

    def __init__(self, chain: Chain, newsletter: Newsletter, cache: Path) -> None:
        self._chain = chain
        self._base_url = newsletter.base_url
        self._fixed: dict[object, Markup] = {}
        words = words_of(chain, newsletter.language, cache)
        moments = Moments(words, newsletter.zone)
        bodies = Bodies(words)
        paper = (
            chain.settings.get("paper", _DEFAULT_PAPER[0]),
            chain.settings.get("paper_dark", _DEFAULT_PAPER[1]),
        )
        self.site = build_site(newsletter, words.t("front_page"), words.t("digests"), words.t("archive"), paper)
        self._jinja = _Environment(
            loader=_Loader(chain),
            bytecode_cache=CompiledTemplates(cache),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            auto_reload=False,
            cache_size=-1,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters.update(
            # The same few thousand links stand on most pages.
            url=lru_cache(_MOST_KEPT)(self._url),
            absolute=self._absolute,
            outside=outside,
            iso=moments.iso,
            time=moments.time,
            date=moments.date,
            short=moments.short,
            day=moments.day,
            month=moments.month,
            when=moments.when,
            clock=moments.clock,
            body=bodies.body,
            teaser_html=bodies.teaser_html,
            mail_html=bodies.mail_html,
        )
        self._jinja.globals.update(
            site=self.site,
            t=words.t,
            html=bodies.html,
            mail=bodies.mail,
            asset=self._asset,
            has_asset=self._has_asset,
            feed=addresses.feed,
            subscribe=addresses.subscribe,
            fixed=self._draw_fixed,
        )

    def check(self) -> None:
        """Raises ProblemError with every template that cannot be compiled."""
        problems: list[Problem] = []
        for template in self._chain.effective("templates"):
            try:
                self._jinja.get_template(template)
            except ProblemError as error:
                problems += error.problems
            except Exception as error:
                problems.append(self._problem(error, template))
        if problems:
            raise ProblemError(*problems)

    def render(self, template: str, page: Record, press: Press) -> str:
        """*template* drawn with *page*.  Raises ProblemError, naming template and line."""
        try:
            return self._jinja.get_template(template).render(page=page, press=press)
        except ProblemError:
            raise
        except Exception as error:
            raise ProblemError(self._problem(error, template)) from error

    def _problem(self, error: Exception, template: str) -> Problem:
        problem = as_problem(error, self._chain, template)
        if problem is None:
            raise error
        return problem

    # --- what templates call ---

    def _url(self, address: str) -> str:
        return address if _is_whole(address) else addresses.url(self._base_url, address)

    def _absolute(self, address: str) -> str:
        return address if _is_whole(address) else addresses.absolute(self._base_url, address)

    def _has_asset(self, name: str) -> bool:
        return self._chain.find(f"assets/{name}") is not None

    def _asset(self, name: str) -> str:
        """The link to an asset, which changes with its content: a page never meets an older style."""
        found = self._chain.find(f"assets/{name}")
        if found is None:
            raise LookupError(f"there is no asset `{name}`")
        return f"{addresses.url(self._base_url, f'assets/{name}')}?v={found[1].hash[:8]}"

    def _draw_fixed(self, template: str, **values: object) -> Markup:
        """*template* drawn from *values* alone, once for each set of them."""
        key = (template, *values.items())
        drawn = self._fixed.get(key)
        if drawn is None:
            if len(self._fixed) >= _MOST_KEPT:
                self._fixed.clear()
            drawn = self._fixed[key] = Markup(self._jinja.get_template(template).render(values))
        return drawn


def _is_whole(address: str) -> bool:
    return address.startswith(("https://", "http://"))


class _Loader(jinja2.BaseLoader):
    def __init__(self, chain: Chain) -> None:
        self._chain = chain

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        above, name = _split(template)
        found = self._chain.find(f"templates/{name}", above=above)
        if found is None:
            raise jinja2.TemplateNotFound(name)
        number, file = found
        try:
            text = file.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            place = self._chain.levels[number].place(f"templates/{name}")
            raise ProblemError(Problem("is not UTF-8", place, file.data[: error.start].count(b"\n") + 1)) from error
        return text, str(file.path), lambda: True

    def parent_of(self, template: str, child: str) -> str:
        """The name under which *template* is looked up above the level that *child* was found on."""
        above, name = _split(child)
        found = self._chain.find(f"templates/{name}", above=above)
        return f"{found[0] if found else 0}{PARENT}{template}"


def _written(value: object) -> str:
    """*value* as a template writes it: escaped, unless it is markup."""
    if type(value) is Markup:
        return value
    if type(value) is str and len(value) < _SHORT and not _MARKS(value):
        return value
    return escape(value)


class _Generator(CodeGenerator):
    """Has what is written escaped without making markup of it: it is joined with the rest at once.

    A build writes a million values, and most of them are short and hold nothing to be escaped.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.written(")
        else:
            super()._output_child_pre(node, frame, finalize)


def _stopped() -> None:
    raise StopIteration


class _Context(Context):
    """Asks once, not three times, whether what is called wants to be told of the context.

    What templates call are macros, functions and methods: instances whose class would be told are none of ours.
    """

    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja has it
        if type(__obj) is Macro:
            args = (__self.eval_ctx, *args)
        elif hasattr(__obj, "jinja_pass_arg"):
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        try:
            return __obj(*args, **kwargs)
        except StopIteration:
            return super().call(_stopped)


class _Environment(jinja2.Environment):
    """Knows ``parent:name``, the same template one level up: a child changes a block and keeps the rest."""

    code_generator_class = _Generator
    context_class = _Context
    written = staticmethod(_written)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """No template has globals of its own, so that all share one mapping, which is cheap to look into."""
        return self.globals

    def join_path(self, template: str, parent: str) -> str:
        if isinstance(self.loader, _Loader) and template.startswith(PARENT):
            return self.loader.parent_of(template.removeprefix(PARENT), parent)
        return template


def _split(template: str) -> tuple[int, str]:
    """A template's name as the chain knows it, and the level that the look-up starts above."""
    above, colon, name = template.partition(PARENT)
    return (int(above), name) if colon and above.isdigit() else (-1, template)
