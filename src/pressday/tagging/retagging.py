"""Topics by the phrases as they are now, for what an import has tagged or nobody has.

What a person has written stays.  The ledger tells the two apart: it keeps the hash of the topics that
an import wrote, and of those that are written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pressday import addresses, frontmatter
from pressday.config import Newsletter, TopicSetting
from pressday.content import writing
from pressday.edition.desks import Topics
from pressday.frontmatter import Value
from pressday.ledger import imports as ledger
from pressday.ledger.imports import DocumentLedger, field_hashes
from pressday.problems import Problem, ProblemError
from pressday.records import replace
from pressday.tagging.headers import with_topics
from pressday.tagging.overview import Story
from pressday.topics import Matcher


class Proposal(NamedTuple):
    """An entry whose phrases tell of other topics than its header: *now* and *then* as they stand there.

    *yours*: a person has chosen its topics, so they stay.
    """

    path: str
    key: str
    title: str
    now: tuple[str, ...]
    then: tuple[str, ...]
    yours: bool

    @property
    def added(self) -> tuple[str, ...]:
        return tuple(topic for topic in self.then if topic not in self.now)

    @property
    def dropped(self) -> tuple[str, ...]:
        return tuple(topic for topic in self.now if topic not in self.then)


def propose(
    folder: Path,
    told: Sequence[Story],
    newsletter: Newsletter,
    ledgers: Iterable[DocumentLedger],
    *,
    drop: bool = False,
) -> list[Proposal]:
    """What would change, in the order of *told*.

    Topics are added as the phrases find them, the most specific first, after those that the entry has
    otherwise.  *drop* takes out those that no phrase finds any more; a topic without phrases, one that
    the settings do not know, and that of the topic page on which a card stood are never taken out.
    """
    matcher, topics = Matcher(newsletter.topics), Topics(newsletter)
    found_by_phrase = {topic.id for topic in newsletter.topics if topic.match}
    versions: dict[str, list[tuple[DocumentLedger, dict[str, str]]]] = {}
    for one in ledgers:
        for imported in one.versions:
            versions.setdefault(imported.key, []).append((one, imported.fields))
    proposals = []
    for story in told:
        entry = story.entry
        written = {topics.id(name, entry.path): name for name in reversed(entry.topics)}
        now = tuple(dict.fromkeys(topics.id(name, entry.path) for name in entry.topics))
        found = matcher.find(entry.title, story.text)
        before = versions.get(entry.key, [])
        own = {_page_topic(newsletter, one) for one, _ in before} | {_topic_of(newsletter, entry.collection)}
        stay = [id_ for id_ in now if id_ not in found and not (drop and id_ in found_by_phrase and id_ not in own)]
        then = (*stay, *found)
        if set(then) == set(now):
            continue
        names = tuple(written.get(id_, id_) for id_ in then)
        yours = _is_yours(folder, entry.path, [fields for _, fields in before])
        proposals.append(Proposal(entry.path, entry.key, entry.title, entry.topics, names, yours))
    return proposals


def _topic_of(newsletter: Newsletter, name: str) -> str:
    """The id of the topic that a page's *name* means, or an empty text."""
    slug = addresses.slug(name) if name else ""
    return next((t.id for t in newsletter.topics if slug and _means(t, slug)), "")


def _means(topic: TopicSetting, slug: str) -> bool:
    return slug in (topic.id, addresses.slug(topic.title), *topic.formerly)


def _page_topic(newsletter: Newsletter, document: DocumentLedger) -> str:
    return _topic_of(newsletter, document.title) if document.kind == "topic" else ""


def _is_yours(folder: Path, path: str, versions: Sequence[dict[str, str]]) -> bool:
    """Whether a person has chosen the topics of the file at *path*, or has chosen to have none."""
    try:
        header = _header((folder / path).read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, ProblemError):
        return True
    now = _hash(header)
    if not now and any(_is_other_name(key) for key in header):
        return True
    if not versions:
        return bool(now)
    return all(fields.get("topics", "") != now for fields in versions)


def _is_other_name(key: str) -> bool:
    """Whether *key* is another generator's word for topics: a person's."""
    return key.lower() in ("topics", "topic", "tags", "tag", "categories", "category")


def _header(text: str) -> dict[str, Value]:
    header, _, _ = frontmatter.split(text.replace("\r\n", "\n"))
    return frontmatter.parse(header)


def _hash(header: dict[str, Value]) -> str:
    value = header.get("topics")
    return field_hashes({"topics": value}).get("topics", "") if value is not None and value.data else ""


def _with(fields: dict[str, str], hash_: str) -> dict[str, str]:
    return {name: old for name, old in fields.items() if name != "topics"} | ({"topics": hash_} if hash_ else {})


def write(
    folder: Path, proposals: Iterable[Proposal], ledgers: dict[str, DocumentLedger]
) -> tuple[list[Proposal], list[Problem]]:
    """Writes the topics of *proposals* that are not yours; gives those written, and what could not be.

    Nothing of a file is touched but its line of topics.  The ledgers then know them as written here.
    """
    written: list[Proposal] = []
    problems: list[Problem] = []
    hashes: dict[str, tuple[str, str]] = {}
    for proposal in proposals:
        if proposal.yours:
            continue
        try:
            text = writing.checked(folder, proposal.path).read_bytes().decode()
            changed = with_topics(text, proposal.then)
            if changed is None:
                hint = f"write `topics: [{', '.join(proposal.then)}]` on one line"
                problems.append(Problem("its topics were left as they are", proposal.path, 1, 1, hint, "warning"))
                continue
            writing.write(folder, proposal.path, changed)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(f"cannot be read: {error}", proposal.path))
            continue
        except ProblemError as error:
            problems += error.problems
            continue
        hashes[proposal.key] = (
            _hash(_header(text.removeprefix("\ufeff"))),
            _hash(_header(changed.removeprefix("\ufeff"))),
        )
        written.append(proposal)
    for document in ledgers.values():
        told = {
            key: replace(entry, fields=_with(entry.fields, hashes[key][1]))
            for key, entry in document.entries.items()
            if key in hashes and entry.fields.get("topics", "") == hashes[key][0]
        }
        if told:
            made = replace(document, entries={**document.entries, **told})
            writing.write(folder, ledger.path_of(document.document), ledger.dump(made))
    return written, problems
