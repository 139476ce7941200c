"""The parts of the page in their order: head, contents, documents, foot."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from onrecord.export.columns import Goldstein
from onrecord.export.html import words
from onrecord.export.html.article import article
from onrecord.export.html.cards import cards
from onrecord.export.html.markup import Markup, address, element, foreign, joined
from onrecord.export.html.profile import BASES, Profile, basis_of
from onrecord.export.html.timeline import links, timeline
from onrecord.model import Document, Mention, Reading

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}\Z")
_HEADLINE = re.compile(r"\s*([^\n]{1,200}(?<![.!?:;,\s]))[^\S\n]*\n[^\S\n]*\n")
_LINKS, _SOURCES, _ACCUSED = 16, 8, 5
"""Mentions of one source, sources of one basis, and accusations that are shown at once; the rest is folded away."""

_COUNTED = ("Mentions", "Own voice", "Nobody vouches")
_LEGEND = (
    ("trigger", "what happened"), ("actor", "who"), ("recipient", "to whom"), ("place", "where"), ("time", "when"),
    ("number", "how many"), ("source", "source"), ("cue", "its cue"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What the contents say of a document that has been written."""

    prefix: str
    name: str
    outlet: str | None
    published: str | None
    profile: Profile
    accusations: Sequence[Markup]


def name_of(document: Document) -> str:
    """What a document is called: its title, or a first line that stands alone as headlines do, or its id.

    Examples
    --------
    >>> name_of(Document("d", "Rain over the coast\\n\\nIt rained.")), name_of(Document("d", "It rained."))
    ('Rain over the coast', 'd')
    """
    headline = _HEADLINE.match(document.text)
    return (
        " ".join((document.title or (headline[1] if headline else "")).split()) or " ".join(document.id.split()) or "?"
    )


def document_part(
    reading: Reading, mentions: Sequence[Mention], position: int, *, alone: bool, goldstein: Goldstein | None
) -> tuple[Markup, Entry]:
    """One document as an article element, and its entry for the contents.

    Parameters
    ----------
    mentions
        Those of the reading that are shown.
    position
        From 1; it makes the anchors of this document different from those of others.
    alone
        Whether it is the only one on the page: its title is the page's then.
    """
    document, prefix = reading.document, f"d{position}"
    profile = Profile.of(mentions, len(reading.mentions) - len(mentions))
    entry = Entry(
        prefix, name_of(document), document.outlet, document.published, profile, _accusations(mentions, prefix)
    )
    level = 2 if alone else 3
    has_text = bool(document.text.strip())
    text, cut = article(document.text, mentions, prefix) if has_text else (None, None)
    listed = cards(mentions, cut, prefix, level + 1, goldstein) if mentions else element(
        "p", "No event was found in this text.", class_="note"
    )  # fmt: skip
    language = document.language if _LANGUAGE.match(document.language or "") else None
    missing = element(
        "p", "The text is not part of this report; the evidence stands under each mention.", class_="note"
    )
    parts = [
        _title(document, position, prefix, alone=alone),
        _summary(profile, mentions, prefix),
        element(
            "div",
            _section(prefix, "word", "On whose word", level, _profile(profile, prefix)),
            _section(prefix, "times", "When", level, timeline(mentions, document.published, prefix)),
            class_="band",
        ) if mentions else None,
        element(
            "div",
            element(
                "div",
                _section(
                    prefix, "text", "The article", level, _legend() if text and mentions else None,
                    element(
                        "div", text or missing, class_="words", lang=language, dir="auto", tabindex="0", role="group",
                        aria_labelledby=f"{prefix} {prefix}text",
                    ),
                ),
                class_="left",
            ),
            _section(prefix, "mentions", "Event mentions", level, _hint() if mentions else None, listed),
            class_="reading",
        ),
    ]  # fmt: skip
    return element("article", parts, class_="document", aria_labelledby=prefix), entry


def head(entries: Sequence[Entry]) -> Markup:
    """Everything before the first document."""
    title = entries[0].name if len(entries) == 1 else f"{len(entries)} documents"
    opening = joined([
        Markup("<!doctype html>\n"), Markup('<html lang="en">\n<head>\n'),
        element("meta", charset="utf-8"), "\n",
        element("meta", http_equiv="Content-Security-Policy", content=policy()), "\n",
        element("meta", name="viewport", content="width=device-width, initial-scale=1"), "\n",
        element("meta", name="color-scheme", content="light dark"), "\n",
        element("meta", name="referrer", content="no-referrer"), "\n",
        element("meta", name="generator", content="Onrecord"), "\n",
        element("title", f"{' '.join(title.split())} – Onrecord report"), "\n",
        element("style", Markup(asset("report.css"))), Markup("\n</head>\n<body>\n"),
        element("a", "Skip to the report", href="#report", class_="skip"), "\n",
        element("header", element("p", element("b", "Onrecord"), " report", class_="brand"), class_="page"), "\n",
        Markup('<main id="report" tabindex="-1">\n'),
    ])  # fmt: skip
    return opening if len(entries) == 1 else joined([opening, _contents(entries)])


def foot() -> Markup:
    """Everything after the last document."""
    from onrecord import __version__

    how = (
        f"Coded by machine, with Onrecord {__version__}: what stands here is what the text says, as far as it was "
        "understood. It is no finding that an event took place. Check a row against its evidence before you rely on it."
    )
    credit = "Event types: PLOVER. Places: GeoNames, CC BY 4.0."
    return joined([
        Markup("</main>\n"),
        element("footer", _glossary(), element("p", how), element("p", credit), class_="page"), "\n",
        element("p", role="status", class_="unseen", id="said"), "\n",
        element("script", Markup(asset("report.js"))), Markup("\n</body>\n</html>\n"),
    ])  # fmt: skip


def policy() -> str:
    """The Content-Security-Policy: the style and the script of these hashes, and no request at all."""
    style, script = (_hash(asset(name)) for name in ("report.css", "report.js"))
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


@cache
def asset(name: str) -> str:
    """A file of this package; the page holds it to the byte, as its hash requires."""
    return resources.files(__package__ or "").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


# --- parts of a document -----------------------------------------------------------------------------------


def _section(prefix: str, key: str, name: str, level: int, *children: object) -> Markup:
    heading = element(f"h{level}", name, id=f"{prefix}{key}", class_="heading")
    # Named by the document as well, so that a list of landmarks tells those of several documents apart.
    return element("section", heading, *children, class_=key, aria_labelledby=f"{prefix} {prefix}{key}")


def _title(document: Document, position: int, prefix: str, *, alone: bool) -> Markup:
    name = joined([None if alone else f"{position}. ", foreign(name_of(document))])
    published = words.day(document.published)
    when = element("time", words.in_words(published), datetime=published.isoformat()) if published else None
    url = address(document.url)
    link: object = None
    if url:
        link = element("a", foreign(url), href=url, rel="noopener noreferrer", class_="url")
    elif document.url:
        link = foreign(document.url, class_="url")
    length = len(document.text.split())
    facts = [
        foreign(document.outlet) if document.outlet else "outlet unknown",
        when or "date unknown",
        f"{length:,} words" if length else None,
        element("code", foreign(document.id)),
        link,
    ]
    notes = [element("li", foreign(note)) for note in (*document.notes,)]
    return element(
        "div",
        element("h1" if alone else "h2", name, id=prefix),
        element("p", joined(facts, " · "), class_="facts"),
        element("ul", notes, class_="notes") if notes else None,
        class_="title",
    )


def _summary(profile: Profile, mentions: Sequence[Mention], prefix: str) -> Markup:
    """What a reader wants to know first, in a sentence; accusations nobody vouches for stand below it."""
    if not mentions:
        left = f"No event mention; {_left_out(profile)}." if profile.uncertain_left_out else "No event mention."
        return element("p", left, class_="summary")
    own, nobody = profile.count("own"), profile.count("nobody")
    cited = profile.total - own - nobody
    parts = [
        joined([element("b", _counted(profile.total, "event mention")), ": "]),
        joined([
            element("b", f"{own:,}"), " in the outlet’s own voice, ", element("b", f"{cited:,}"),
            " on the word of others",
            joined([", ", element("b", f"{nobody:,}"), " vouched for by nobody"]) if nobody else None, ". ",
        ]),
        joined([_statuses(profile), "."]),
    ]  # fmt: skip
    return element("div", element("p", parts, class_="summary"), _alarm(_accusations(mentions, prefix)))


def _accusations(mentions: Sequence[Mention], prefix: str) -> list[Markup]:
    """The accusations that nobody vouches for, in short, with links and evidence."""
    return [
        joined([links([n], prefix), " ", _in_short(mention), " ", element("q", foreign(mention.evidence.text))])
        for n, mention in enumerate(mentions, 1)
        if basis_of(mention) == "nobody"
    ]


def _alarm(accusations: Sequence[Markup]) -> Markup | None:
    if not accusations:
        return None
    number = len(accusations)
    told = "An accusation that nobody vouches for" if number == 1 else f"{number:,} accusations that nobody vouches for"
    items = [element("li", accusation) for accusation in accusations]
    label = element("p", element("strong", told), class_="label")
    return element("div", label, _folded(items, _ACCUSED, "accused"), class_="alarm")


def _in_short(mention: Mention) -> Markup:
    def names(actors: Sequence[object]) -> Markup:
        return joined([foreign(getattr(a, "name", None) or a.span.text) for a in actors], ", ")  # type: ignore[attr-defined]

    return joined([names(mention.actors), " ", element("b", mention.type),
                   joined([" → ", names(mention.recipients)]) if mention.recipients else None])  # fmt: skip


def _statuses(profile: Profile) -> str:
    told = [f"{profile.statuses[status]:,} {status}" for status in words.STATUSES if status in profile.statuses]
    told += [f"{n} {status}" for status, n in sorted(profile.statuses.items()) if status not in words.STATUSES]
    said = ", ".join(told)
    if profile.background:
        said += f"; {profile.background} retold as background"
    return said + (f"; {_left_out(profile)}" if profile.uncertain_left_out else "")


def _left_out(profile: Profile) -> str:
    return f"{profile.uncertain_left_out} of low confidence not shown"


def _profile(profile: Profile, prefix: str | None) -> Markup:
    """The table of bases; with `prefix` each source with links to its mentions."""
    most = max((profile.count(basis.key) for basis in BASES), default=0) or 1
    rows = []
    for basis in BASES:
        count = profile.count(basis.key)
        if not count:
            continue
        share = round(100 * count / most, 2)
        bar = element(
            "svg", element("rect", x="0", y="3", width=f"{share}%", height="10", class_=f"share {basis.key}"),
            class_="track", aria_hidden="true", focusable="false",
        )  # fmt: skip
        rows.append(
            element(
                "tr",
                element("th", basis.name, element("small", basis.meaning), scope="row"),
                element("td", count, class_="amount"),
                element("td", bar, _sources(profile, basis.key, prefix) if prefix else None),
            )
        )
    titles = element("tr", *(element("th", name, scope="col") for name in ("Rests on", "Mentions", "Sources")))
    table = element("table", element("thead", titles, class_="unseen"), element("tbody", rows), class_="profile")
    without = [basis.name[0].lower() + basis.name[1:] for basis in BASES if not profile.count(basis.key)]
    return joined(
        [table, element("p", f"No mention rests on: {', '.join(without)}.", class_="note") if without else None]
    )


def _sources(profile: Profile, basis: str, prefix: str) -> Markup:
    named = sorted(profile.bases[basis].items(), key=lambda item: (-len(item[1]), item[1]))
    items = []
    for name, numbers in named:
        rest = numbers[_LINKS:]
        more = _more(f"{len(rest):,} more", links(rest, prefix)) if rest else None
        shown = joined([foreign(name), " "]) if name else None
        items.append(element("li", shown, links(numbers[:_LINKS], prefix), more))
    return joined(_folded(items, _SOURCES, "sources"))


def _folded(items: Sequence[Markup], shown: int, kind: str) -> list[Markup]:
    """The first items as a list, the others in another one that opens."""
    rest = items[shown:]
    lists = [element("ul", items[:shown], class_=kind)] if items else []
    return [*lists, _more(f"{len(rest):,} more", element("ul", rest, class_=kind))] if rest else lists


def _more(name: str, hidden: Markup) -> Markup:
    return element("details", element("summary", name), hidden, class_="more")


def _legend() -> Markup:
    items = [element("li", element("span", said, class_=role)) for role, said in _LEGEND]
    return element("ul", items, class_="legend", aria_label="How the spans are marked")


def _hint() -> Markup:
    keys = joined([
        "Point at a mention, or press ", element("kbd", "j"), " and ", element("kbd", "k"), " in the list, to light ",
        "its evidence; ", element("kbd", "Enter"), " goes to it, ", element("kbd", "Esc"), " puts the light out. ",
        "Click marked words to find their mentions.",
    ])  # fmt: skip
    return element("p", keys, class_="note hint")


# --- parts of the page -------------------------------------------------------------------------------------


def _contents(entries: Sequence[Entry]) -> Markup:
    """Title, sourcing of all and contents of a page of several documents, or of none."""
    total = Profile()
    for entry in entries:
        for basis, sources in entry.profile.bases.items():
            for name, numbers in sources.items():
                total.bases[basis].setdefault(name, []).extend(numbers)
        for status, count in entry.profile.statuses.items():
            total.statuses[status] = total.statuses.get(status, 0) + count
        total.background += entry.profile.background
        total.uncertain_left_out += entry.profile.uncertain_left_out
    said = joined([element("b", _counted(total.total, "event mention")), f": {_statuses(total)}."]) if entries else (
        "No document was coded, so there is nothing to report."
    )  # fmt: skip
    rows, accusations = [], []
    for n, entry in enumerate(entries, 1):
        name = joined([f"{n}. ", foreign(entry.name)])
        accusations += [joined([one, element("small", " in ", name)]) for one in entry.accusations]
        counts = zip(
            _COUNTED, (entry.profile.total, entry.profile.count("own"), entry.profile.count("nobody")), strict=True
        )
        rows.append(
            element(
                "tr",
                element("th", element("a", name, href=f"#{entry.prefix}"), scope="row"),
                element("td", foreign(entry.outlet) if entry.outlet else None),
                element("td", _date(entry.published), class_="date"),
                [
                    element("td", element("span", f"{said}: ", class_="narrow"), f"{count:,}", class_="amount")
                    for said, count in counts
                ],
            )
        )
    titles = element(
        "tr",
        [element("th", name, scope="col") for name in ("Document", "Outlet", "Published")],
        [element("th", name, scope="col", class_="amount") for name in _COUNTED],
    )
    table = element("table", element("thead", titles), element("tbody", rows), class_="contents")
    return element(
        "div",
        element("div", element("h1", _counted(len(entries), "document")), class_="title"),
        element("p", said, class_="summary"),
        _alarm(accusations),
        element("section", element("h2", "On whose word", id="allword"), _profile(total, None), class_="word",
                aria_labelledby="allword") if total.total else None,
        element("nav", element("h2", "Contents", id="contents"),
                table,
                aria_labelledby="contents") if entries else None,
        class_="overview",
    )  # fmt: skip


def _date(iso: str | None) -> str | None:
    when = words.day(iso)
    return when.isoformat() if when else None


def _glossary() -> Markup:
    terms = [(f"{sign} {name}", meaning) for sign, name, meaning in words.STATUSES.values()]
    terms += [(basis.name, basis.meaning) for basis in BASES]
    items = [element("div", element("dt", term), element("dd", meaning)) for term, meaning in terms]
    return element("details", element("summary", "What the words mean"), element("dl", items), class_="glossary")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
