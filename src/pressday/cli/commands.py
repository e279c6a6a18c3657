"""The commands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from pressday import __version__
from pressday.cli import say
from pressday.crew import Assistant
from pressday.problems import Problem, ProblemError

app = typer.Typer(
    name="pressday",
    help="Turn the documents you read into a newsletter you own.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


class Format(StrEnum):
    """How an outcome is told."""

    text = "text"
    json = "json"


class Which(StrEnum):
    """What ``list`` lists."""

    drafts = "drafts"
    future = "future"
    expired = "expired"


Source = Annotated[Path, typer.Option("--source", "-s", help="The newsletter's folder.", show_default="here")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but problems.")]
Clock = Annotated[str | None, typer.Option("--clock", metavar="TIME", help="Take TIME for now: 2026-11-20T07:00.")]
Told = Annotated[Format, typer.Option("--format", help="How to tell the outcome.")]
BaseUrl = Annotated[str | None, typer.Option("--base-url", "-b", help="The address where it will be read.")]
Drafts = Annotated[bool, typer.Option("--drafts", "-D", help="Show drafts too.")]
Future = Annotated[bool, typer.Option("--future", "-F", help="Show what is not out yet, and what has expired.")]


def run(words: Sequence[str], assistant: Assistant | None = None) -> int:
    """Carry out the command that *words* say; *assistant* may be one that is ready for a build."""
    try:
        result = app(list(words), prog_name="pressday", standalone_mode=True, obj=(tuple(words), assistant))
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(bool(stop.code))
    except (Exception, KeyboardInterrupt) as error:
        from pressday.cli import faults

        return faults.end(error)
    return result if isinstance(result, int) else 0


def _version(wanted: bool) -> None:
    if wanted:
        say.line(f"pressday {__version__}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    """Turn the documents you read into a newsletter you own."""


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where; made if it is not there.", show_default="here")] = Path(),
) -> None:
    """Make a newsletter that builds at once."""
    from pressday import starting

    made = starting.init(folder, _now(None, folder))
    for path in made:
        say.line(f"wrote {path}")
    where = "" if folder == Path() else f"cd {folder} && "
    say.line(f"\nTry it:  {where}pressday serve")


@app.command("import")
def import_(
    documents: Annotated[
        list[str] | None, typer.Argument(help="Files, folders or addresses; by default what in sources/ is new.")
    ] = None,
    feeds: Annotated[bool, typer.Option("--feeds", help="Fetch the feed of every source that has one.")] = False,
    kind: Annotated[str | None, typer.Option(help="live, topic or article, where recognition is wrong.")] = None,
    timezone: Annotated[str | None, typer.Option(help="The document's time zone.")] = None,
    date: Annotated[str | None, typer.Option(help="The document's date, where it does not say: 2026-11-20.")] = None,
    name: Annotated[
        str | None, typer.Option("--name", "--into", help="The live page or collection to import into.")
    ] = None,
    origin: Annotated[
        str | None, typer.Option("--from", metavar="SOURCE", help="Whose work it is; a source in the settings.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would be written, and write nothing.")
    ] = False,
    clock: Clock = None,
    quiet: Quiet = False,
    told: Told = Format.text,
    source: Source = Path(),
) -> None:
    """Turn documents into content files."""
    from pressday.cli.importing import import_documents

    raise typer.Exit(
        import_documents(
            source,
            documents or [],
            feeds=feeds,
            kind=kind,
            timezone=timezone,
            day=date,
            name=name,
            origin=origin,
            now=_now(clock, source),
            quiet=quiet,
            as_json=told is Format.json,
            dry_run=dry_run,
        )
    )


@app.command()
def review(
    keep: Annotated[list[str] | None, typer.Option(metavar="ID", help="Your version stands.")] = None,
    take: Annotated[list[str] | None, typer.Option(metavar="ID", help="Take the source's version.")] = None,
    seen: Annotated[list[str] | None, typer.Option(metavar="ID", help="You have seen a guess or doubt.")] = None,
    clock: Clock = None,
    told: Told = Format.text,
    source: Source = Path(),
) -> None:
    """Go through what imports could not decide."""
    from pressday.cli import reviewing

    decided = reviewing.Decided(tuple(keep or ()), tuple(take or ()), tuple(seen or ()))
    raise typer.Exit(reviewing.review(source, decided, _now(clock, source), as_json=told is Format.json))


@app.command()
def build(
    context: typer.Context,
    base_url: BaseUrl = None,
    destination: Annotated[Path, typer.Option("--destination", "-d", help="The folder for the site.")] = Path("site"),
    outbox: Annotated[Path, typer.Option(help="The folder for digests as mail.")] = Path("outbox"),
    drafts: Drafts = False,
    future: Future = False,
    clock: Clock = None,
    clean: Annotated[bool, typer.Option(help="Draw everything anew.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, max=64, help="Processes; 0 is one a core.")] = 0,
    strict: Annotated[
        bool, typer.Option(help="Publish nothing if settings, theme or content have an error or a warning.")
    ] = False,
    record: Annotated[bool, typer.Option(help="Write to the ledger what has been published.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="First write ids into the files that have none.")] = False,
    allow_id_change: Annotated[
        bool, typer.Option("--allow-id-change", help="Let a changed id be new to every subscriber.")
    ] = False,
    told: Told = Format.text,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Build again at each change.")] = False,
    quiet: Quiet = False,
    source: Source = Path(),
) -> None:
    """Build the site and the digests."""
    from pressday.building import Options
    from pressday.cli import building

    options = Options(base_url, destination, outbox, drafts, future, clean, strict, record, jobs, allow_id_change)
    words, assistant = context.obj
    if fix:
        from pressday.cli.identifying import fix as fix_ids

        fix_ids(source, quiet=quiet or told is Format.json)
    if watch:
        raise typer.Exit(building.watch(source, options, lambda: _now(clock, source), quiet=quiet))
    raise typer.Exit(
        building.once(
            source,
            options,
            _now(clock, source),
            quiet=quiet,
            as_json=told is Format.json,
            words=words,
            assistant=assistant,
        )
    )


@app.command()
def serve(
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            "-p",
            min=0,
            max=65535,
            help="The port; 0 takes a free one.",
            show_default="8000, or the next free one",
        ),
    ] = None,
    drafts: Annotated[bool, typer.Option("--drafts/--no-drafts", "-D", help="Show drafts too.")] = True,
    future: Future = False,
    clock: Clock = None,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser.")] = False,
    quiet: Quiet = False,
    source: Source = Path(),
) -> None:
    """Show the newsletter at a local address, and follow every save."""
    from pressday.cli import serving

    raise typer.Exit(
        serving.serve(
            source,
            port=port,
            drafts=drafts,
            future=future,
            clock=lambda: _now(clock, source),
            browser=open_,
            quiet=quiet,
        )
    )


@app.command()
def new(
    title: Annotated[str, typer.Argument(help="The headline.")],
    live: Annotated[str | None, typer.Option(help="An entry of this live page.")] = None,
    page: Annotated[bool, typer.Option("--page", help="A standing page.")] = False,
    clock: Clock = None,
    source: Source = Path(),
) -> None:
    """Begin an article, a live entry or a standing page."""
    from pressday import addresses, config, starting

    if live is not None and page:
        raise typer.BadParameter("an entry of a live page is no standing page: leave one of the two out")
    newsletter, _ = config.load(source)
    is_new = live is not None and not (source / "content/live" / addresses.slug(live)).is_dir()
    path = starting.new(source, newsletter, title, _now(clock, source), live=live, page=page)
    if is_new:
        say.problems([Problem(f"there was no live page `{live}`; now there is", str(path), severity="note")])
    say.line(str(path))


@app.command()
def correct(
    entry: Annotated[str, typer.Argument(metavar="ID", help="The entry's id, or the path of its file.")],
    words: Annotated[str, typer.Argument(metavar="TEXT", help="What was wrong.")],
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When it was put right; by default now.")] = None,
    clock: Clock = None,
    told: Told = Format.text,
    source: Source = Path(),
) -> None:
    """Say in public what was wrong in an entry."""
    from pressday.cli import correcting

    now = _now(clock, source)
    when = _now(at, source, "--at") if at else now
    raise typer.Exit(correcting.correct(source, entry, words, when, now, as_json=told is Format.json))


@app.command()
def retract(
    entry: Annotated[str, typer.Argument(metavar="ID", help="The entry's id, or the path of its file.")],
    reason: Annotated[str, typer.Option(help="Why, for readers.")],
    clock: Clock = None,
    told: Told = Format.text,
    source: Source = Path(),
) -> None:
    """Withdraw an entry: its page says when and why, and nothing of its text is left."""
    from pressday.cli import correcting

    raise typer.Exit(correcting.retract(source, entry, reason, _now(clock, source), as_json=told is Format.json))


@app.command("list")
def list_(
    which: Annotated[Which, typer.Argument(help="What to list.")],
    clock: Clock = None,
    told: Told = Format.text,
    source: Source = Path(),
) -> None:
    """List drafts, what is not out yet, or what has expired."""
    from pressday.cli.listing import entries

    raise typer.Exit(entries(source, which.value, _now(clock, source), as_json=told is Format.json))


@app.command()
def topics(
    none: Annotated[bool, typer.Option("--none", help="List every entry without a topic.")] = False,
    suggest: Annotated[bool, typer.Option("--suggest", help="Suggest phrases for every topic, too.")] = False,
    retag: Annotated[bool, typer.Option("--retag", help="Show the topics that the phrases find now.")] = False,
    write: Annotated[bool, typer.Option("--write", help="With --retag: write them, where they are not yours.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="With --retag: take out what no phrase finds any more.")] = False,
    told: Told = Format.text,
    source: Source = Path(),
) -> None:
    """Count entries by topic, suggest phrases, and give entries their topics anew."""
    from pressday.cli import topics as desk

    wanted = desk.Wanted(none, suggest, retag, write, drop)
    raise typer.Exit(desk.topics(source, wanted, as_json=told is Format.json))


@app.command()
def ping(
    everything: Annotated[bool, typer.Option("--all", help="Tell of every feed, changed or not.")] = False,
    base_url: BaseUrl = None,
    destination: Annotated[Path, typer.Option("--destination", "-d", help="The folder of the site.")] = Path("site"),
    quiet: Quiet = False,
    source: Source = Path(),
) -> None:
    """Tell the WebSub hub of the settings which feeds have changed; run it once the site is on the web."""
    from pressday.cli import pinging

    raise typer.Exit(pinging.ping(source, destination, base_url=base_url, everything=everything, quiet=quiet))


def _now(clock: str | None, folder: Path, option: str = "--clock") -> datetime:
    """This instant, or the one that *option* says, in the newsletter's zone where it names none."""
    if clock is None:
        return datetime.now(UTC)
    from pressday import config
    from pressday.content.fields import instant

    try:
        zone = config.load(folder)[0].zone
    except ProblemError:
        zone = ZoneInfo("UTC")
    read = instant(clock, zone)
    if read is None:
        _refuse(option, f"`{clock}` is not a time", "write it as 2026-11-20T07:00 or 2026-11-20T07:00+00:00")
    return read


def _refuse(option: str, message: str, hint: str) -> NoReturn:
    say.problems([Problem(message, option, hint=hint)])
    raise typer.Exit(2)
