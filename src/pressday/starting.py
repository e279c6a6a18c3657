"""A newsletter to begin with, and files to begin from."""

from __future__ import annotations

import getpass
from datetime import datetime
from importlib import resources
from pathlib import Path

from pressday import addresses, frontmatter
from pressday.config import FILE_NAME, Newsletter
from pressday.problems import Problem, ProblemError

_SETTINGS = """\
title: {title}
# Where it will be read.  On GitHub Pages: https://<you>.github.io/<repository>/
base_url: https://example.org/
# From this every feed id is made.  Set it once, to a domain that is yours and this year; never change it.
identity: {identity}
description: What happened, in a few minutes
language: en-GB
timezone: {zone}

topics:
  - id: news
    title: News
    description: What happened
    # Phrases that give the topic to an import: match: [council, town hall]

# The digest of a day covers the 24 hours before this time.
digest: {{closes: "07:00"}}
"""

_WELCOME = """\
This newsletter is a folder of plain files. Each file in `content/` is one entry; this one is
`{path}`. Change it, save it, and look at the page again.

- `pressday new "A headline"` begins an article.
- `pressday import` turns the documents in `sources/` into entries.
- `pressday build` makes the site, its feeds and the digest of each day.
"""

_ABOUT = """\
---
title: About
---
Say here who writes this newsletter, and for whom.
"""

_IGNORED = """\
# Made anew by every build.
/outbox/
/site/*
!/site/.gitignore
/.pressday/
# Documents as they came are other people's work.
/sources/*
!/sources/.gitkeep
"""


_MERGED = """\
# What two people have imported or withdrawn is kept, of both.
/ledger/imports/*.yaml merge=union
/ledger/withdrawn.tsv merge=union
/content/live/*/points.md merge=union
"""


def init(folder: Path, now: datetime) -> list[Path]:
    """Make a newsletter in *folder* that builds at once; what is there already stays.  The files written.

    Raises ProblemError if a newsletter is there.
    """
    if (folder / FILE_NAME).exists():
        raise ProblemError(Problem("there is a newsletter here already", str(folder / FILE_NAME)))
    day = now.strftime("%Y-%m-%d")
    article = f"content/articles/{day[:4]}/{day}-welcome.md"
    title = " ".join(folder.resolve().name.replace("-", " ").replace("_", " ").split()).capitalize() or "My newsletter"
    identity = f"{addresses.slug(_user())}.example,{day[:4]}"
    header = frontmatter.dump(
        {
            "id": addresses.mint(identity, f"{title} {now.isoformat()}"),
            "title": "Welcome",
            "date": now.isoformat(timespec="seconds"),
            "topics": ["news"],
        }
    )
    scaffold = resources.files("pressday") / "scaffold"
    files = {
        FILE_NAME: _SETTINGS.format(title=frontmatter.scalar(title), identity=identity, zone="UTC"),
        article: f"---\n{header}---\n{_WELCOME.format(path=article)}",
        "content/pages/about.md": _ABOUT,
        "sources/.gitkeep": "",
        "static/.gitkeep": "",
        "site/.gitignore": "*\n!.gitignore\n",
        ".gitignore": _IGNORED,
        ".gitattributes": _MERGED,
        ".github/workflows/pages.yml": (scaffold / "pages.yml").read_text("utf-8"),
        ".github/workflows/daily.yml": (scaffold / "daily.yml").read_text("utf-8"),
    }
    written = []
    for name, text in files.items():
        path = folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            written.append(path)
    return written


def new(
    folder: Path, newsletter: Newsletter, title: str, now: datetime, *, live: str | None = None, page: bool = False
) -> Path:
    """Begin a file under *title*: an article, an entry of the page *live*, or a standing page.

    Gives its path; raises ProblemError if it is there already.
    """
    title = " ".join(frontmatter.legible(title).split())
    if not title:
        raise ProblemError(Problem("a headline needs words", hint='pressday new "A headline"'))
    local = now.astimezone(newsletter.zone)
    day, slug = local.strftime("%Y-%m-%d"), addresses.slug(title)
    fields: dict[str, str] = {"title": title}
    if page:
        path = folder / f"content/pages/{slug}.md"
    elif live is not None:
        name = addresses.slug(live)
        path = folder / f"content/live/{name}/{day}-{local:%H%M}-{slug}.md"
        fields["id"] = addresses.mint_live(name, now, title, newsletter.zone)
    else:
        path = folder / f"content/articles/{day[:4]}/{day}-{slug}.md"
        fields["id"] = addresses.mint(newsletter.identity, f"{day} {title}")
    if not page:
        fields["date"] = local.isoformat(timespec="seconds")
    if path.exists():
        raise ProblemError(Problem("is there already", str(path)))
    path.parent.mkdir(parents=True, exist_ok=True)
    order = [key for key in ("id", "title", "date") if key in fields]
    path.write_text(f"---\n{frontmatter.dump({key: fields[key] for key in order})}---\n", "utf-8")
    return path


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user in a container
        return "newsletter"
