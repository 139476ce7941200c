"""``onrecord export``: a record as a file for others, with its data dictionary."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.selecting import (
    Actors,
    AsOf,
    From,
    Places,
    PublishedFrom,
    PublishedTo,
    Recipients,
    RecordPlace,
    SourceKinds,
    Statuses,
    Text,
    To,
    Types,
    Uncertain,
    Unvouched,
)
from onrecord.cli.voice import Quiet, Verbose, Voice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.export import Origin, Outcome
    from onrecord.model import Mention, Reading
    from onrecord.record import Record
    from onrecord.record.selection import Selection

NAME = "export"
NEEDS_ARGUMENTS = True
EXAMPLES = """[bold]Examples[/bold]

onrecord export sahel --format polecat --out sahel.tsv

onrecord export sahel --out sahel.geojson --include planned

onrecord export sahel --type ASSAULT --place BFA --format jsonl --no-text > attacks.jsonl
"""


class FormatName(StrEnum):
    """The formats for whole records: those of `onrecord.export.FORMATS` that have a data dictionary."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    polecat = "polecat"
    geojson = "geojson"


def command(
    context: typer.Context,
    record: RecordPlace,
    types: Types = None,
    actor: Actors = None,
    recipient: Recipients = None,
    place: Places = None,
    from_: From = None,
    to: To = None,
    published_from: PublishedFrom = None,
    published_to: PublishedTo = None,
    source_kind: SourceKinds = None,
    status: Statuses = None,
    text: Text = None,
    unvouched: Unvouched = False,
    uncertain: Uncertain = False,
    as_of: AsOf = None,
    form: Annotated[
        FormatName | None,
        typer.Option("--format", "-f", help="Form of the output; follows --out.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; standard output without it.", show_default=False)
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(
            help="Also what the format leaves out: planned, negated, unvouched, background, uncertain; "
            "several divided by commas.",
            show_default=False,
        ),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Keep the names of private persons; without it they become their role.")
    ] = False,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Offsets and hashes instead of every text of the documents.")
    ] = False,
    centroids: Annotated[
        bool,
        typer.Option("--centroids", help="In polecat and geojson, a point also for countries, regions and districts."),
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a record, or what is selected of it, to a file for others.

    jsonl, csv and parquet hold every mention but the uncertain ones. polecat and geojson, whose users expect only what
    happened, leave out what is planned, negated, unvouched, background or uncertain, and count a promise, demand,
    threat or accusation with its content as one; the closing line counts what was left out. Beside the file stands
    datapackage.json: what every column means, the runs, what was left out.
    """
    from onrecord.cli.selecting import selected
    from onrecord.export import FORMATS, Options, export_readings, parse_includes
    from onrecord.record import Record

    voice = Voice.of(context, quiet, verbose)
    kind = FORMATS[_form(form, out)]
    selection = selected(
        types, actor, recipient, place, from_, to, published_from, published_to, source_kind, status, text,
        unvouched, uncertain,
    )  # fmt: skip
    included = parse_includes([*(include or ()), *(["uncertain"] if uncertain else [])])
    options = Options(included, names, not no_text, centroids)
    kind.check(out)
    with Record(record, as_of=as_of) as opened:
        readings = _readings(opened, selection, names)
        outcome = export_readings(readings, kind, out, options, _origin(opened, as_of, selection))
        undated = opened.tally(selection).undated if selection.from_ or selection.to else 0
    voice.say(closing(outcome, str(out) if out else "standard output", undated))


def closing(outcome: Outcome, where: str, undated: int = 0) -> str:
    """The closing line: what was written, what was folded, what was left out and how it comes in."""
    balance = outcome.balance
    rows = f"{balance.rows:,} row{'' if balance.rows == 1 else 's'}"
    documents = f"{outcome.documents:,} document{'' if outcome.documents == 1 else 's'}"
    parts = [f"{rows} from {documents} written to {where}"]
    if balance.folded:
        parts.append(f"{balance.folded:,} folded into the promise, demand, threat or accusation that they are about")
    if undated:
        parts.append(f"{undated:,} not selected whose time is unknown: see --published-from")
    if left_out := balance.sentence():
        parts.append(left_out)
    return "; ".join(parts)


def _form(form: FormatName | None, out: Path | None) -> str:
    """The format asked for, or the one that the suffix of --out means; checks that --out can be meant."""
    from onrecord.cli.selecting import form_of
    from onrecord.errors import InvalidSetting

    if form is None and (out is None or not out.suffix):
        raise InvalidSetting("no format is named", where="--format", remedy=f"say --format {', '.join(FormatName)}")
    return form_of(form.value if form else None, out, FormatName, "")


def _readings(
    record: Record, selection: Selection, names: bool
) -> Iterable[Reading | tuple[Reading, tuple[Mention, ...]]]:
    """The readings that are meant, with the uncertain mentions, which the format leaves out and counts.

    A selection comes with the other mentions of its documents, for a name that only one of them tells.
    """
    from dataclasses import replace

    from onrecord.export import in_context
    from onrecord.record.selection import Selection

    everything, wanted = Selection(uncertain=True), replace(selection, uncertain=True)
    if names or wanted == everything:
        return record.readings(wanted)
    return in_context(record.readings(wanted), record.readings(everything))


def _origin(record: Record, as_of: str | None, selection: Selection) -> Origin:
    """What the data dictionary says of the record."""
    import json
    from dataclasses import asdict

    from onrecord.export import Origin

    def told(run: dict[str, Any]) -> dict[str, Any]:
        known = {key: value for key, value in run.items() if value is not None}
        for key in ("settings", "fingerprint"):
            if isinstance(known.get(key), str):
                known[key] = json.loads(known[key])
        settings = known.get("settings")
        if isinstance(settings, dict) and settings.get("gazetteer"):
            settings["gazetteer"] = Path(
                settings["gazetteer"]
            ).name  # where it lies on this machine is nobody's business
        return known

    filters = {key: value for key, value in asdict(selection).items() if value}
    return Origin(
        record=Path(record.name).name if "://" not in record.name else None,
        as_of=as_of,
        runs=tuple(told(run) for run in record.runs()),
        selection=filters,
        documents=len(record.documents()),
    )
