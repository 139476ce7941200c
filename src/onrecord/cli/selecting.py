"""The options that say which mentions of a record are meant; `show`, `counts` and `export` share them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from onrecord.record.selection import Selection, Tally

RecordPlace = Annotated[
    str,
    typer.Argument(metavar="RECORD", help="Folder of a record, or postgres://USER@HOST/DATABASE.", show_default=False),
]
Types = Annotated[
    list[str] | None, typer.Option("--type", help="Event type, such as ASSAULT; may be repeated.", show_default=False)
]
Actors = Annotated[
    list[str] | None,
    typer.Option(
        "--actor", help="An actor's country (RUS, Russia), sector (MIL), or words of its name.", show_default=False
    ),
]
Recipients = Annotated[
    list[str] | None, typer.Option("--recipient", help="The same for a recipient.", show_default=False)
]
Places = Annotated[
    list[str] | None,
    typer.Option(
        "--place", help="The event's own place: country (BFA), or words of its name or division.", show_default=False
    ),
]
From = Annotated[
    str | None,
    typer.Option("--from", help="The event may have been on this day, month or year, or later.", show_default=False),
]
To = Annotated[str | None, typer.Option("--to", help="The same, or earlier.", show_default=False)]
PublishedFrom = Annotated[str | None, typer.Option(help="Published then or later.", show_default=False)]
PublishedTo = Annotated[str | None, typer.Option(help="Published then or earlier.", show_default=False)]
SourceKinds = Annotated[
    list[str] | None,
    typer.Option("--source-kind", help="Kind of a source, such as office, or own-voice.", show_default=False),
]
Statuses = Annotated[
    list[str] | None, typer.Option("--status", help="occurred, ongoing, planned, ...", show_default=False)
]
Text = Annotated[list[str] | None, typer.Option("--text", help="Stands in the evidence.", show_default=False)]
Unvouched = Annotated[bool, typer.Option("--unvouched", help="Only accusations for which nobody is cited.")]
Uncertain = Annotated[bool, typer.Option("--uncertain", help="Also mentions of low confidence.")]
AsOf = Annotated[
    str | None,
    typer.Option(help="As the record was then: a day (its end, UTC), a time, or the id of a run.", show_default=False),
]


def selected(
    types: Iterable[str] | None = None,
    actor: Iterable[str] | None = None,
    recipient: Iterable[str] | None = None,
    place: Iterable[str] | None = None,
    from_: str | None = None,
    to: str | None = None,
    published_from: str | None = None,
    published_to: str | None = None,
    source_kind: Iterable[str] | None = None,
    status: Iterable[str] | None = None,
    text: Iterable[str] | None = None,
    unvouched: bool = False,
    uncertain: bool = False,
) -> Selection:
    """The selection that the options mean."""
    from onrecord.record.selection import Selection

    return Selection(
        type=_listed(types),
        actor=tuple(actor or ()),
        recipient=tuple(recipient or ()),
        place=tuple(place or ()),
        from_=from_,
        to=to,
        published_from=published_from,
        published_to=published_to,
        source_kind=_listed(source_kind),
        status=_listed(status),
        text=tuple(text or ()),
        unvouched=unvouched,
        uncertain=uncertain,
    )


def left_out(tally: Tally, selection: Selection) -> str:
    """What a selection leaves out though it may belong to it, for the closing line; begins with a semicolon."""
    parts = []
    if tally.uncertain:
        parts.append(f"{tally.uncertain:,} uncertain left out: see --uncertain")
    if tally.undated:
        parts.append(f"{tally.undated:,} left out whose time is unknown: see --published-from")
    if selection.uncertain:
        parts.append("uncertain ones are among them")
    return "".join(f"; {part}" for part in parts)


def form_of(form: str | None, out: Path | None, allowed: Iterable[str], default: str) -> str:
    """The format asked for, or the one that the suffix of --out means; checks that --out can be meant."""
    from onrecord.errors import InvalidSetting

    names = tuple(allowed)
    if form is None:
        suffix = out.suffix.lower().lstrip(".") if out else ""
        form = {"": default, "txt": "table", "ndjson": "jsonl", "htm": "html", "tsv": "polecat"}.get(suffix, suffix)
        where = f"--out {out}"
    else:
        where = "--format"
    if form not in names:
        raise InvalidSetting(
            f"there is no format {form!r} here", where=where, remedy=f"say --format {', '.join(names)}"
        )
    if out is not None and out.is_dir():
        raise InvalidSetting("this is a folder", where=f"--out {out}", remedy="name a file")
    if out is not None and not out.parent.is_dir():
        raise InvalidSetting("its folder does not exist", where=f"--out {out}", remedy="make the folder first")
    return form


def _listed(words: Iterable[str] | None) -> tuple[str, ...]:
    """Words of options that may be repeated or be divided by commas."""
    return tuple(part for word in words or () for part in word.split(",") if part.strip())
