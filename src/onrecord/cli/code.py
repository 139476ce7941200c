"""``onrecord code``: code files and print or write what was found."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.voice import Quiet, Verbose, Voice

NAME = "code"
NEEDS_ARGUMENTS = True
EXAMPLES = """[bold]Examples[/bold]

onrecord code article.txt --published 2024-06-07 --outlet "Afrique Média"

onrecord code articles/ --out mentions.csv --processes 4

onrecord code articles/ --record sahel

onrecord code dump.jsonl --column text=body,id=uid --format jsonl > mentions.jsonl

curl -s https://example.org/news.html | onrecord code -

[bold]Exit codes[/bold]: 0 done, 1 some documents failed, 2 wrong use, 3 run stopped, 130 interrupted.
"""


class FormatName(StrEnum):
    """The formats of `onrecord.export.FORMATS`; a test holds the two together."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    polecat = "polecat"
    geojson = "geojson"
    html = "html"


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files (.txt, .md, .html, .jsonl, .csv, .parquet), folders of such files, or - for standard input.",
        show_default=False,
    ),
]
Published = Annotated[
    str | None,
    typer.Option(help="Date of publication for documents that do not say, e.g. 2024-06-07.", show_default=False),
]
Outlet = Annotated[str | None, typer.Option(help="Outlet of documents that do not say.", show_default=False)]
Language = Annotated[
    str | None, typer.Option(help="Language of the texts, such as en; detected without it.", show_default=False)
]
Codebook = Annotated[str, typer.Option(help="plover, or a folder laid out like it.")]
GazetteerFile = Annotated[
    Path | None, typer.Option("--gazetteer", help="A place index of your own making.", show_default=False)
]
Pipeline = Annotated[
    str | None, typer.Option(help="An installed spaCy pipeline other than the default.", show_default=False)
]
NoModel = Annotated[
    bool, typer.Option("--no-model", help="Code by rules alone, without the learned model.", show_default=False)
]
Column = Annotated[
    list[str] | None,
    typer.Option(help="A column or key that bears another name, as FIELD=COLUMN; may be repeated.", show_default=False),
]
Encoding = Annotated[str | None, typer.Option(help="Encoding of text files; detected without it.", show_default=False)]


def command(
    context: typer.Context,
    paths: Paths,
    form: Annotated[
        FormatName | None,
        typer.Option("--format", "-f", help="Form of the output; follows --out, else table.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; standard output without it.", show_default=False)
    ] = None,
    record: Annotated[
        str | None,
        typer.Option(
            help="Folder of a record to add to instead of writing; made when it is new. Or postgres://USER@HOST/DATABASE.",
            show_default=False,
        ),
    ] = None,
    record_data: Annotated[
        Path | None,
        typer.Option(help="For a new record in PostgreSQL: the folder of its data files.", show_default=False),
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    language: Language = None,
    processes: Annotated[int, typer.Option("--processes", "-p", min=1, help="How many processes code at once.")] = 1,
    uncertain: Annotated[bool, typer.Option("--uncertain", help="Show rows of low confidence, too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only read: say what would be coded.")] = False,
    column: Column = None,
    glob: Annotated[
        str | None, typer.Option(help="Of folders, only the files whose name or path matches.", show_default=False)
    ] = None,
    encoding: Encoding = None,
    codebook: Codebook = "plover",
    gazetteer: GazetteerFile = None,
    pipeline: Pipeline = None,
    no_model: NoModel = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Code news texts: print or write one row for every event that a text reports.

    The table shows when, who, did what, to whom, where, on whose word, and whether it happened. The other formats hold
    everything; see docs/reference/columns.md. With --record the documents and their mentions are added to a dataset on
    disk that keeps every version; what is in it already is not coded again.

    Documents that cannot be coded are named and left out, the others go on; with --out they are listed in
    failures.jsonl beside it, with --record in the record.
    """
    from onrecord.cli.run import Run, settings_of
    from onrecord.read import ReadOptions, parse_columns

    voice = Voice.of(context, quiet, verbose)
    options = ReadOptions(
        published=published,
        outlet=outlet,
        language=language,
        encoding=encoding,
        columns=parse_columns(",".join(column or ())),
        glob=glob,
    )
    run = Run(
        paths=paths,
        options=options,
        settings=settings_of(language, pipeline, codebook, gazetteer, model=not no_model),
        form=form.value if form else None,
        out=out,
        processes=processes,
        uncertain=uncertain,
        voice=voice,
        record=record,
        data=record_data,
    )
    raise typer.Exit(run.rehearse() if dry_run else run.code())
