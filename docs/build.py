"""Write what the documentation takes from the program: docs/reference, and the output below commands in Markdown.

    python docs/build.py            write docs/reference, run every shown command, and render the pages into site/
    python docs/build.py --check    write nothing; fail when something shown is not what the program does

A page shows a command in a fenced block of the language `console`: `$ ` and the command, below it what it prints on
standard output. Commands run in a copy of examples/, tests/gold and docs/, with the installed `onrecord`.
"""

from __future__ import annotations

import argparse
import inspect
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
HEAD = "<!-- Written by docs/build.py from the code: change it there, then `make docs`. -->\n\n"

MENTION = {
    "schema": "Version of this shape; 1.",
    "id": "Content hash: the same text, settings and version give the same id.",
    "document": "The document the mention stands in.",
    "document.id": "The file's stem, or the id that the data gives.",
    "document.title": "Headline, when the file says.",
    "document.outlet": "Who published it.",
    "document.url": "Where.",
    "document.language": "Language of the text, as BCP 47 has it (`en`).",
    "document.published": "ISO 8601 date or time of publication.",
    "type": "PLOVER event type (`AGREE`, `ASSAULT`, ...).",
    "modes": "PLOVER modes of the type (`arrest`, `visit`, ...).",
    "contexts": "PLOVER contexts (`military`, `economic`, ...).",
    "quad": "PLOVER quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.",
    "cameo": "CAMEO codes by crosswalk.",
    "intensity": "PLOVER's own score of conflict and cooperation.",
    "trigger": "Span of the words that name the event.",
    "evidence": "Span of the sentence or clause that reports it.",
    "actors": "Who initiated it; of visits the visitor, of meetings without a host and of agreements all sides.",
    "recipients": "Whom it is directed at; of visits the host.",
    "places": "Places; `places[0]` is the event's own, or the list is empty.",
    "times": "Times; `times[0]` is the event's own, or the list is empty.",
    "magnitudes": "Casualties and other numbers that the mention reports.",
    "status": "`occurred`, `ongoing`, `planned`, `predicted`, `hypothetical` or `negated`.",
    "background": "Whether the sentence retells an earlier event.",
    "attributions": "On whose word it stands; empty in the outlet's own voice.",
    "content_of": "Id of the mention (a promise, a demand, an accusation) whose content this one is, or null.",
    "same_as": "Id of the mention of the same event earlier in the document, or null.",
    "denies": "Id of the mention that this one denies, or null.",
    "confidence": "With the model the calibrated chance that type and event are right, 0 to 1; without it a weight.",
    "uncertain": "Whether the confidence is under the threshold; such rows are written with `--uncertain` only.",
    "unvouched": "Whether it is an accusation in the outlet's own voice, for which nobody is cited.",
    "coded_by": "What decided.",
    "coded_by.rules": "Ids of lexicon entries and rules in the order in which they fired.",
    "coded_by.model": "Name and hash of the model asked, or null with `--no-model`.",
    "coded_by.probability": "What rules and model together give the type (for types of your own, likeness), or null.",
    "coded_by.runner_up": "The second-best answer, `{type, probability}`, or null; NONE means no event.",
    "coded_by.agree": "Whether the model's first answer is the entry's type; null without entry or model.",
    "actors[].span": "The phrase as the text has it.",
    "actors[].name": "The name without title and article, resolved inside the document, or null.",
    "actors[].country": "ISO 3166-1 alpha-3, or null.",
    "actors[].sectors": "PLOVER sectors, primary first (`GOV`, `MIL`, `REB`, `UAF`, ...).",
    "actors[].title": "The office or rank that the text gives, or null.",
    "actors[].identification": "`named`, `described`, `suspected` or `unidentified`.",
    "places[].span": "The name as the text has it.",
    "places[].name": "The name in the gazetteer.",
    "places[].kind": "`country`, `admin1`, `admin2`, `city`, `region`, `continent`, `park`, `water`, `border`, `site`.",
    "places[].geonames_id": "GeoNames id, or null.",
    "places[].country": "ISO 3166-1 alpha-3, or null for what lies in several countries.",
    "places[].admin1": "First-order division, or null.",
    "places[].admin2": "Second-order division, or null.",
    "places[].latitude": "Degrees north, WGS 84, or null.",
    "places[].longitude": "Degrees east, WGS 84, or null.",
    "places[].precision": "How wide the answer is: `exact`, `city`, `admin2`, `admin1`, `country`, `region`.",
    "places[].relation": "`in`, `near`, `border`, `from` or `to`.",
    "places[].reason": "Ids of the rules that resolved the name and made it the event's.",
    "times[].span": "The expression as the text has it.",
    "times[].value": "TIMEX3 value, or null while the day of publication that it needs is unknown.",
    "times[].earliest": "First day of its interval, ISO date; null is open or unknown.",
    "times[].latest": "Last day of its interval, ISO date; null is open or unknown.",
    "times[].precision": "`minute`, `hour`, `day`, `week`, `month`, `season`, `quarter`, `year`, ... `vague`.",
    "times[].relation": "`on`, `since`, `until`, `before`, `after`, `during`, `between` or `for`.",
    "magnitudes[].span": "The number as the text has it.",
    "magnitudes[].measure": "`killed`, `injured`, `displaced`, `detained`, `abducted`, `missing`, `released`, "
    "`participants`, `deployed`, `money`.",
    "magnitudes[].least": "Lower bound, or null.",
    "magnitudes[].most": "Upper bound, or null.",
    "magnitudes[].whom": "Span of who is counted, or null.",
    "magnitudes[].civilian": "Whether they are civilians; null when the text does not say.",
    "magnitudes[].scope": "`incident`, `cumulative` (since some start) or `stock` (at this moment).",
    "attributions[].source": "Who vouches for it, or null when nobody is named.",
    "attributions[].source.span": "The source as the text has it.",
    "attributions[].source.name": "Its name, or the description itself.",
    "attributions[].source.kind": "`person`, `organisation`, `office`, `collective`, `witness`, `media`, "
    "`social_media`, `document`.",
    "attributions[].source.title": "The office or rank that the text gives, or null.",
    "attributions[].source.country": "ISO 3166-1 alpha-3, or null.",
    "attributions[].source.sectors": "PLOVER sectors.",
    "attributions[].source.anonymous": "Whether the text withholds the name.",
    "attributions[].cue": "Span of the words that attribute ('said', 'according to'), or null.",
    "attributions[].content": "Spans of what is attributed.",
    "attributions[].manner": "`direct`, `indirect` or `mixed`.",
    "attributions[].stance": "`asserts`, `confirms`, `denies`, `doubts`, `claims` or `declines`.",
    "attributions[].within": "Index of the attribution that reports this one (a chain), or null.",
}
"""Every field of a mention outside, and what it means. Lists are written `name[]`, shapes only once (recipients are
like actors). A test holds it against what the program writes."""

FOREIGN = {
    "polecat": "POLECAT's 40 columns in its order, then ours in small letters; tab-separated.",
    "geojson": "The properties of a feature. Its `id` is unique in the file; its geometry is a point, or null.",
}
"""Formats in the shape of another project: what to know before their columns."""

SETTINGS_ENVIRONMENT = {"ONRECORD_CACHE": "Folder of the place index; the user's cache folder without it."}


def reference() -> dict[Path, str]:
    """The pages of docs/reference by path."""
    return {
        REFERENCE / "mention.md": mention_page(),
        REFERENCE / "columns.md": columns_page(),
        REFERENCE / "commands.md": commands_page(),
        REFERENCE / "python.md": python_page(),
        REFERENCE / "settings.md": settings_page(),
    }


def mention_page() -> str:
    """Every field of a mention."""
    lines = [
        "# A mention\n",
        "What `onrecord code --format jsonl` prints, one mention a line, keys in this order. A span is "
        "`{start, end, text}` in characters of the document's text, and `text == document[start:end]` always holds. "
        "Every key is always there; what is unknown is null or an empty list.\n",
        "| field | meaning |\n|---|---|",
    ]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in MENTION.items()]
    return HEAD + "\n".join(lines) + "\n"


def columns_page() -> str:
    """Every column of the flat tables, and the formats."""
    from onrecord.export import COLUMNS, FORMATS

    lines = ["# Formats and columns\n", "| `--format` | files | what |\n|---|---|---|"]
    lines += [f"| `{form.name}` | `{form.suffix}` | {form.description} |" for form in FORMATS.values()]
    lines += [
        "\nCSV, Parquet, `to_pandas` and `to_arrow` have one row a mention with these columns; first actor, recipient, "
        "place, time and source have columns of their own, everything is in the JSON columns.\n",
        "| column | type | meaning |\n|---|---|---|",
    ]
    lines += [f"| `{column.name}` | {column.type} | {column.description} |" for column in COLUMNS]
    for name, what in FOREIGN.items():
        lines += [f"\n## {name}\n", f"{what}\n", "| column | type | meaning |\n|---|---|---|"]
        lines += [f"| `{column.name}` | {column.type} | {column.description} |" for column in FORMATS[name].columns]
    return HEAD + "\n".join(lines) + "\n"


def walk_commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name."""
    import typer

    from onrecord.cli import app

    def below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        yield name, command
        for part, child in getattr(command, "commands", {}).items():
            yield from below(f"{name} {part}", child)

    yield from below("onrecord", typer.main.get_command(app))


def commands_page() -> str:
    """Every command with its arguments, options and examples."""
    lines = ["# Commands\n"]
    for name, command in walk_commands():
        lines += [f"## {name}\n", plain(inspect.cleandoc(command.help or "")) + "\n"]
        rows = []
        for parameter in command.params:
            if parameter.name == "help":
                continue
            is_option = any(word.startswith("-") for word in parameter.opts)
            names = ", ".join(f"`{word}`" for word in parameter.opts) if is_option else f"`{parameter.metavar}`"
            default = parameter.default
            shown = f" Default: `{default}`." if is_option and default not in (None, False, [], ()) else ""
            rows.append(f"| {names} | {(parameter.help or '').rstrip('.')}.{shown} |")
        if rows:
            lines += ["| argument or option | meaning |\n|---|---|", *rows, ""]
        if command.epilog:
            lines += [plain(command.epilog), ""]
    return HEAD + "\n".join(lines).rstrip() + "\n"


def plain(text: str) -> str:
    """Markup of rich as Markdown; example lines as code."""
    text = re.sub(r"\[/?bold\]", "**", text)
    return re.sub(r"(?m)^((?:onrecord|curl) .*)$", r"    \1", text).strip()


def python_page() -> str:
    """Every public name with its docstring."""
    import onrecord

    lines = ["# Python\n", "Everything is imported from `onrecord`; nothing is loaded before it is used.\n"]
    for name in sorted(onrecord.__all__, key=str.lower):
        value = getattr(onrecord, name)
        lines.append(f"## {name}\n")
        if isinstance(value, str):
            lines.append("The installed version.\n")
            continue
        lines.append(f"`{name}{signature(value)}`\n")
        lines.append(docstring(value))
        if inspect.isclass(value) and not issubclass(value, Exception):
            for part, method in vars(value).items():
                function = getattr(method, "__func__", method)
                if not part.startswith("_") and inspect.isfunction(function) and inspect.getdoc(function):
                    lines += [f"### {name}.{part}\n", f"`{part}{signature(function)}`\n", docstring(function)]
    return HEAD + "\n".join(lines).rstrip() + "\n"


def signature(value: Any) -> str:
    """The signature of a class or function as text; without machine-dependent parts."""
    try:
        return str(inspect.signature(value)).replace("'", "")
    except ValueError:
        return ""


def docstring(value: Any) -> str:
    """A numpydoc docstring as a block that Markdown leaves alone."""
    return f"```text\n{inspect.getdoc(value)}\n```\n"


def settings_page() -> str:
    """Every setting of a coder, of reading, and of the environment."""
    from onrecord import ReadOptions, Settings

    lines = ["# Settings\n"]
    for kind in (Settings, ReadOptions):
        lines += [f"## {kind.__name__}\n", docstring(kind)]
    lines += ["## Environment\n", "| variable | meaning |\n|---|---|"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in SETTINGS_ENVIRONMENT.items()]
    return HEAD + "\n".join(lines) + "\n"


# --- commands shown in pages ---------------------------------------------------------------------------------

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


def pages() -> list[Path]:
    """The pages written by hand."""
    return [ROOT / "README.md", *sorted(p for p in (ROOT / "docs").rglob("*.md") if REFERENCE not in p.parents)]


def run(command: str, folder: Path) -> str:
    """What `command` prints on standard output, run in `folder`."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment |= {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=folder, env=environment, capture_output=True, text=True
    )
    if ran.returncode not in (0, 1):
        raise SystemExit(f"$ {command}\nended with code {ran.returncode}: {ran.stderr}")
    return re.sub(r"[ \t]+$", "", ran.stdout, flags=re.M)


def refreshed(page: str, folder: Path) -> str:
    """`page` with the output of its commands as it is now."""

    def block(match: re.Match[str]) -> str:
        commands = [line[2:] for line in match[1].splitlines() if line.startswith("$ ")]
        shown = "".join(f"$ {command}\n{run(command, folder)}" for command in commands)
        return f"```console\n{shown.rstrip()}\n```"

    return BLOCK.sub(block, page)


def workplace(folder: Path) -> Path:
    """A copy of what the shown commands work on."""
    for part in ("examples", "tests/gold"):
        shutil.copytree(ROOT / part, folder / part)
    return folder


def site() -> None:
    """The pages as HTML in site/, with links between them mended."""
    from markdown_it import MarkdownIt

    render = MarkdownIt("commonmark").enable("table").render
    style = "body{max-width:50em;margin:2em auto;font:16px/1.5 sans-serif;padding:0 1em}pre{overflow-x:auto;"
    style += (
        "background:#f4f4f4;padding:.6em}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .5em}"
    )
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        target = ROOT / "site" / path.relative_to(ROOT).with_suffix(".html")
        target.parent.mkdir(parents=True, exist_ok=True)
        body = re.sub(r'href="(?!https?:)([^"]+)\.md', r'href="\1.html', render(path.read_text(encoding="utf8")))
        title = path.read_text(encoding="utf8").partition("\n# ")[2].partition("\n")[0] or path.stem
        page = f'<!doctype html><meta charset="utf-8"><title>{title}</title><style>{style}</style>{body}'
        target.write_text(page, encoding="utf8")


def stale() -> dict[Path, str]:
    """What is not as the program is now: path and new content."""
    now = reference()
    with tempfile.TemporaryDirectory() as folder:
        place = workplace(Path(folder))
        now |= {path: refreshed(path.read_text(encoding="utf8"), place) for path in pages()}
    return {p: text for p, text in now.items() if not p.exists() or p.read_text(encoding="utf8") != text}


def main() -> int:
    """Write or check; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, fail when something is stale")
    arguments = parser.parse_args()
    old = stale()
    for path, text in old.items():
        sys.stdout.write(f"{'stale' if arguments.check else 'written'}: {path.relative_to(ROOT)}\n")
        if not arguments.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf8")
    if not arguments.check:
        site()
    return 1 if arguments.check and old else 0


if __name__ == "__main__":
    sys.exit(main())
