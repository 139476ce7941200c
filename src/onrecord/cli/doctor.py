"""``onrecord doctor``: what is installed, what is missing, and the command that mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import typer

from onrecord.cli.voice import Quiet, Verbose, Voice

NAME = "doctor"
NEEDS_ARGUMENTS = False
EXAMPLES = """[bold]Examples[/bold]

onrecord doctor
"""


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `remedy` is empty when all is well."""

    what: str
    state: str
    remedy: str = ""
    essential: bool = True


def command(context: typer.Context, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Show versions, models with their hashes, the place index and the cache, and how to mend what is missing."""
    voice = Voice.of(context, quiet, verbose)
    findings = list(examine())
    for finding in findings:
        mark = "ok" if not finding.remedy else "MISSING" if finding.essential else "note"
        if not (quiet and mark == "ok"):
            voice.result(f"{mark:<8}{finding.what:<17}{finding.state}")
            if finding.remedy:
                voice.result(f"{'':<25}{finding.remedy}")
    missing = sum(bool(finding.remedy) and finding.essential for finding in findings)
    voice.say("all is well" if not missing else f"{missing} missing; run the commands above")
    raise typer.Exit(3 if missing else 0)


def examine() -> Iterator[Finding]:
    """Look at everything a run needs, one after the other; nothing is built or changed."""
    import platform

    from onrecord import __version__

    yield Finding("onrecord", __version__)
    yield Finding("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield from _packages()
    yield from _store()
    yield from _pipelines()
    yield _codebook()
    yield _model()
    yield from _gazetteer()
    yield _samples()


def _packages() -> Iterator[Finding]:
    """Every dependency that the package declares, against what is installed."""
    from importlib.metadata import PackageNotFoundError, requires, version

    from packaging.requirements import Requirement

    wrong, declared = [], 0
    for line in requires("onrecord") or ():
        requirement = Requirement(line)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        declared += 1
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            wrong.append(f"{requirement.name} (missing)")
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            wrong.append(f"{requirement.name} {found} (needed: {requirement.specifier})")
    if wrong:
        yield Finding("packages", ", ".join(wrong), "run: python -m pip install --force-reinstall onrecord")
    else:
        yield Finding("packages", f"{declared} declared, all installed")


def _store() -> Iterator[Finding]:
    """DuckDB, and whether it takes the extensions from their packages: it takes only those built for its version."""
    from importlib.metadata import PackageNotFoundError, version
    from importlib.util import find_spec
    from pathlib import Path

    try:
        import duckdb
    except ImportError as error:
        yield Finding("DuckDB", str(error), "run: python -m pip install --force-reinstall onrecord")
        return
    yield Finding("DuckDB", duckdb.__version__)
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    for extension, extra in (("ducklake", ""), ("sqlite_scanner", ""), ("postgres_scanner", "[postgres]")):
        name = f"duckdb-extension-{extension.replace('_', '-')}"
        remedy = f"run: python -m pip install --force-reinstall 'onrecord{extra}'"
        spec = find_spec(f"duckdb_extension_{extension}")
        if spec is None or spec.origin is None:
            state, remedy = f"{name} is not installed", f"run: python -m pip install 'onrecord{extra}'"
            state += ": a record on a PostgreSQL server cannot be opened" if extra else ""
            yield Finding(extension, state, remedy, essential=not extra)
            continue
        files = sorted(Path(spec.origin).parent.rglob("*.duckdb_extension"))
        try:
            if not files:
                raise FileNotFoundError("its package holds no extension")
            connection.load_extension(str(files[-1]))
            yield Finding(extension, f"{version(name)}, loads")
        except (duckdb.Error, PackageNotFoundError, OSError) as error:
            yield Finding(extension, str(error).splitlines()[0], remedy, essential=not extra)
    connection.close()


def _pipelines() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version
    from importlib.util import find_spec

    from onrecord.languages import SUPPORTED, load

    for code in SUPPORTED:
        pack = load(code)
        package = pack.pipeline.replace("_", "-")
        if find_spec(pack.pipeline) is None:
            yield Finding(
                f"parser {code}", f"{pack.pipeline} is not installed", f"run: python -m pip install {package}"
            )
            continue
        try:
            number = version(package)
        except PackageNotFoundError:
            number = "of unknown version"
        yield Finding(
            f"parser {code}", f"{pack.pipeline} {number}, spaCy {version('spacy')}, weights {_weights(pack.pipeline)}"
        )


def _weights(pipeline: str) -> str:
    """The first figures of the SHA-256 of a pipeline's files."""
    from hashlib import sha256
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec(pipeline)
    if spec is None or spec.origin is None:
        return "unknown"
    digest = sha256()
    folder = Path(spec.origin).parent
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _codebook() -> Finding:
    from onrecord import codebooks
    from onrecord.errors import OnrecordError

    try:
        book = codebooks.load("plover")
    except (OnrecordError, OSError) as error:
        return Finding("codebook", str(error), "run: python -m pip install --force-reinstall onrecord")
    return Finding("codebook", f"{book.name}@{book.hash[:12]}")


def _model() -> Finding:
    from onrecord.errors import MissingModel

    try:
        from onrecord.learned import load_model

        model = load_model()
    except (MissingModel, ImportError) as error:
        what = error.what if isinstance(error, MissingModel) else str(error)
        return Finding("model", what, "run: python -m pip install --force-reinstall onrecord")
    return Finding("model", f"{model.version}, {len(model.types) - 1} types, {len(model.modes)} modes")


def _gazetteer() -> Iterator[Finding]:
    import os

    from onrecord.errors import MissingModel
    from onrecord.gazetteer import Gazetteer, default_path

    path = default_path()
    try:
        index = Gazetteer.open(build=False)
    except MissingModel as error:
        yield Finding("place index", error.what, "run: onrecord gazetteer build")
    else:
        yield Finding("place index", f"{index.hash[:12]}, {path.stat().st_size / 1e6:.0f} MB, {path}")
    folder = next(parent for parent in path.parents if parent.exists())
    if os.access(folder, os.W_OK):
        yield Finding("cache folder", str(path.parent))
    else:
        yield Finding("cache folder", f"{path.parent} cannot be written", "set ONRECORD_CACHE to a folder that can")


def _samples() -> Finding:
    from onrecord.cli.demo import samples
    from onrecord.errors import MissingModel

    try:
        folder = samples()
    except MissingModel as error:
        return Finding("samples", error.what, "run: python -m pip install --force-reinstall onrecord", essential=False)
    return Finding("samples", f"{len(list(folder.glob('*.md')))} dispatches, {folder}")
