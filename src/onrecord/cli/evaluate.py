"""``onrecord evaluate``: run one benchmark task and write its predictions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.code import Codebook, GazetteerFile, NoModel, Pipeline
from onrecord.cli.voice import Quiet, Verbose, Voice

NAME = "evaluate"
NEEDS_ARGUMENTS = True
EXAMPLES = """[bold]Examples[/bold]

onrecord evaluate attribution polnear/dev --predictions attribution.jsonl

onrecord evaluate records tests/gold --predictions records.jsonl
"""


def command(
    context: typer.Context,
    task: Annotated[
        str,
        typer.Argument(
            metavar="TASK",
            help="relation, roles, attribution, factuality, places, times or records.",
            show_default=False,
        ),
    ],
    data: Annotated[Path, typer.Argument(metavar="DATA", help="The corpus: a file or a folder.", show_default=False)],
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", "-o", help="Where to write the predictions (JSON Lines).", show_default=False),
    ] = None,
    codebook: Codebook = "plover",
    gazetteer: GazetteerFile = None,
    pipeline: Pipeline = None,
    no_model: NoModel = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Run one benchmark task over a corpus, write the predictions, and print the scores.

    Only what the task gives is read, never its answers; the scores are computed afterwards. The formats and the corpora
    are described in docs/how-to/evaluate.md.
    """
    from onrecord.cli.run import settings_of
    from onrecord.coder import Coder
    from onrecord.errors import InvalidSetting
    from onrecord.evaluate import TASKS
    from onrecord.export import json_line
    from onrecord.export.target import target

    voice = Voice.of(context, quiet, verbose)
    if task not in TASKS:
        raise InvalidSetting(f"there is no task {task!r}", remedy=f"name one of {', '.join(TASKS)}")
    if not data.exists():
        raise InvalidSetting("no such file or folder", where=str(data), remedy="name the corpus")
    if predictions is None:
        raise InvalidSetting("no file for the predictions", remedy="name one with --predictions")
    coder = Coder(settings_of(None, pipeline, codebook, gazetteer, model=not no_model))
    with target(predictions) as stream:
        for row in TASKS[task].predict(data, coder):
            stream.write(json_line(row).encode("utf-8") + b"\n")
    for name, value in TASKS[task].score(data, predictions).items():
        digits = 0 if value == int(value) else 3 if abs(value) < 10 else 1
        voice.result(f"{name}: {value:.{digits}f}")
