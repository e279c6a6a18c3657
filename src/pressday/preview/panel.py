"""Problems, shown over the page that the editor is looking at, and the script that keeps it fresh.

Both are put into a page while it is served; on disk it stays as it will be published.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from pressday.preview.bulletin import State
from pressday.problems import Problem

EVENTS = "/-/events"
MOST = 40


def panel(problems: Sequence[Problem], *, published: bool) -> str:
    """The problems as HTML: over everything if nothing was *published*, in a corner if entries were held back.

    Empty where there is nothing to mend at once; warnings alone are left to the terminal.
    """
    errors = [problem for problem in problems if problem.severity == "error"]
    if published and not errors:
        return ""
    shown = [problem for problem in problems if problem.severity != "note"]
    rows = "".join(_row(problem) for problem in shown[:MOST])
    if len(shown) > MOST:
        rows += f"<li>and {len(shown) - MOST} more, in the terminal</li>"
    count = f"{len(errors)} {'error' if len(errors) == 1 else 'errors'}"
    if published:
        return (
            f'{_STYLE}<details class="corner" role="status"><summary>Held back: {count}</summary>'
            f"<ol>{rows}</ol></details>"
        )
    return (
        f'{_STYLE}<details class="over" role="alert" open><summary>Nothing was published: {count}</summary>'
        f"<p>Below is the site as it was before. This goes away when the errors are mended.</p>"
        f"<ol>{rows}</ol></details>"
    )


def _row(problem: Problem) -> str:
    hint = f'<p class="hint">{escape(problem.hint)}</p>' if problem.hint else ""
    place, message = escape(problem.place), escape(problem.message)
    return f'<li class="{problem.severity}"><code>{place}</code><p>{message}</p>{hint}</li>'


def with_script(page: bytes, state: State) -> bytes:
    """*page*, an HTML document as it was when *state* was, with the script before the end of its body."""
    script = _SCRIPT % (_literal(EVENTS), _literal(state.mark), _literal(state.panel))
    at = page.lower().rfind(b"</body>")
    at = len(page) if at < 0 else at
    return page[:at] + script.encode() + page[at:]


def _literal(text: str) -> str:
    """*text* for JavaScript inside HTML, where `</script>` and `<!--` would be read as markup."""
    return json.dumps(text).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


# A hidden page lets go of its connection: a browser has six for one address, and an editor many tabs.
# A page that is shown again, or whose server was started again, learns the mark of now and compares.
_SCRIPT = """<script>(function (events, mark, panel) {
  var source = null, host = null;
  function show(html) {
    if (!host && html) {
      host = document.createElement("pressday-panel");
      host.attachShadow({mode: "open"});
      document.body.appendChild(host);
    }
    if (host && host.shadowRoot.innerHTML !== html) host.shadowRoot.innerHTML = html;
  }
  function leave() {
    if (source) source.close();
    source = null;
  }
  function listen() {
    if (source || document.visibilityState === "hidden") return;
    source = new EventSource(events);
    source.onmessage = function (event) {
      var told = JSON.parse(event.data);
      if (told.mark === mark) return show(told.panel);
      leave();
      location.reload();
    };
    source.onerror = function () {
      if (!source || source.readyState !== EventSource.CLOSED) return;
      leave();
      setTimeout(listen, 1000);
    };
  }
  document.currentScript.remove();
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") leave(); else listen();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  show(panel);
  listen();
})(%s, %s, %s)</script>
"""

_STYLE = """<style>
:host { all: initial; }
details { position: fixed; z-index: 2147483647; box-sizing: border-box; overflow: auto; overflow-wrap: anywhere;
  font: 15px/1.5 system-ui, sans-serif; color: #f4efe6; background: #24201d; border: 2px solid #d9694f; }
.over { inset: 0 0 auto; max-height: 100%; padding: 1.5rem max(1rem, 50% - 24rem); box-shadow: 0 0 0 100vmax #0009; }
.over:not([open]) { padding-block: .4rem; box-shadow: none; }
.corner { right: .75rem; bottom: .75rem; max-width: min(32rem, 100% - 1.5rem); max-height: 60%; padding: .4rem .9rem;
  border-width: 1px; border-radius: 6px; font-size: 13px; }
summary { cursor: pointer; font-weight: 600; }
.over[open] summary { font-size: 1.3rem; }
ol { margin: .8rem 0 .3rem; padding: 0; list-style: none; }
li { margin: 0 0 1rem; padding-left: .9rem; border-left: 3px solid #d9694f; }
li.warning { border-color: #d8a84a; }
p { margin: .1rem 0; }
code { font: 13px/1.5 ui-monospace, monospace; color: #f3b9a8; }
.hint { color: #bdb3a6; }
@media print { details { display: none; } }
</style>"""
