"""From the files of a folder to a :class:`Codebook`; every complaint names the file, the key and the remedy."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from onrecord.codebooks.codebook import Codebook, Context, Crossing, Entry, EventType, Lexicon, Mode
from onrecord.codebooks.schema import CodebookFile, ContextFile, EntryFile, LexiconFile, TypeFile
from onrecord.errors import InvalidSetting, MissingModel

SHIPPED = Path(__file__).parent
_NEEDED = ("codebook.yaml", "types.yaml", "contexts.yaml", "crosswalk.tsv")
_COLUMNS = ("cameo", "name", "type", "modes", "contexts", "goldstein")
_DEFAULT_WEIGHT = 0.8
_File = TypeVar("_File", bound=BaseModel)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.2's booleans: only true and false, so that the preposition 'on' and 'no' stay words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def load(name_or_folder: str | Path) -> Codebook:
    """Load a codebook by the name of a shipped one, or from a folder laid out like it.

    Parameters
    ----------
    name_or_folder
        ``plover``, or the path of a folder with codebook.yaml, types.yaml, contexts.yaml, crosswalk.tsv and
        lexicon/<language>/*.yaml.

    Raises
    ------
    InvalidSetting
        No such codebook, or a file says what cannot be meant: names the file and the key.
    MissingModel
        The folder lacks a file.

    Examples
    --------
    >>> load("plover").types["CONSULT"].quad
    1
    """
    folder = Path(name_or_folder)
    if folder.is_dir():
        return _load(folder.resolve())
    shipped = SHIPPED / str(name_or_folder)
    if folder.name == str(name_or_folder) and (shipped / "codebook.yaml").is_file():
        return _load(shipped)
    known = ", ".join(sorted(p.parent.name for p in SHIPPED.glob("*/codebook.yaml")))
    raise InvalidSetting(
        "there is no such codebook, and no folder of that name",
        where=str(name_or_folder),
        remedy=f"name one of {known}, or give the path of a codebook's folder",
    )


@cache
def _load(folder: Path) -> Codebook:
    for name in _NEEDED:
        if not (folder / name).is_file():
            raise MissingModel(
                f"the codebook has no {name}", where=str(folder), remedy="copy the layout of codebooks/plover"
            )
    about = _checked(CodebookFile, folder / "codebook.yaml")
    types = {name: _event_type(name, raw) for name, raw in _table(TypeFile, folder / "types.yaml").items()}
    contexts = {
        name: Context(name, raw.definition, tuple(raw.keywords))
        for name, raw in _table(ContextFile, folder / "contexts.yaml").items()
    }
    return Codebook(
        name=about.name,
        version=about.version,
        title=about.title,
        source=about.source,
        licence=about.licence,
        types=types,
        contexts=contexts,
        crosswalk=_crosswalk(folder / "crosswalk.tsv", types, contexts),
        lexicons={code: _lexicon(folder / "lexicon" / code, types, contexts) for code in about.languages},
        hash=_hash(folder),
    )


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.suffix in (".yaml", ".tsv")}
    for name in sorted(files):
        content = files[name].read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidSetting("is not YAML in UTF-8", where=str(path), remedy=str(error).replace("\n", " ")) from error


def _invalid(path: Path, error: ValidationError) -> InvalidSetting:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"]) or "the file"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return InvalidSetting(
        f"{key}: {first['msg']}, found {first['input']!r:.80}{more}",
        where=str(path),
        remedy="correct it after the file of the same name in codebooks/plover",
    )


def _checked(kind: type[_File], path: Path) -> _File:
    try:
        return kind.model_validate(_read(path) or {})
    except ValidationError as error:
        raise _invalid(path, error) from error


def _table(kind: type[_File], path: Path) -> dict[str, _File]:
    try:
        return TypeAdapter(dict[str, kind]).validate_python(_read(path) or {})  # type: ignore[valid-type]
    except ValidationError as error:
        raise _invalid(path, error) from error


def _event_type(name: str, raw: TypeFile) -> EventType:
    return EventType(
        name=name,
        definition=raw.definition,
        quad=raw.quad,
        score=raw.score,
        recipient_required=raw.recipient_required,
        includes=tuple(raw.includes),
        excludes=tuple(raw.excludes),
        examples=tuple(raw.examples),
        cameo=raw.cameo,
        modes={
            m: Mode(m, r.definition, r.score, tuple(r.examples), r.cameo, tuple(r.content))
            for m, r in raw.modes.items()
        },
    )


def _known(path: Path, where: str, word: str, known: object, what: str) -> None:
    if word not in known:  # type: ignore[operator]
        raise InvalidSetting(
            f"{where}: there is no {what} {word!r}",
            where=str(path),
            remedy=f"use one of {', '.join(known)}, or define it",  # type: ignore[arg-type]
        )


def _crosswalk(path: Path, types: dict[str, EventType], contexts: dict[str, Context]) -> dict[str, Crossing]:
    with path.open(encoding="utf8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        if tuple(rows.fieldnames or ()) != _COLUMNS:
            raise InvalidSetting(
                f"has the columns {rows.fieldnames}", where=str(path), remedy=f"give it {', '.join(_COLUMNS)}"
            )
        found: dict[str, Crossing] = {}
        for row in rows:
            code, kind = row["cameo"], row["type"] or None
            modes, about = tuple(row["modes"].split()), tuple(row["contexts"].split())
            if kind is not None:
                _known(path, code, kind, types, "type")
            for mode in modes:
                _known(path, code, mode, types[kind].modes if kind else {}, f"mode of {kind}")
            for context in about:
                _known(path, code, context, contexts, "context")
            try:
                score = float(row["goldstein"]) if row["goldstein"] else None
            except ValueError as error:
                raise InvalidSetting(
                    f"{code}: goldstein {row['goldstein']!r} is no number", where=str(path), remedy="write it as -5.0"
                ) from error
            found[code] = Crossing(code, row["name"], score, kind, modes, about)
    return found


@cache
def goldstein_scores(name: str = "plover") -> Mapping[str, float]:
    """Goldstein's scores by CAMEO code in a shipped codebook, read without the rest of it: all that outputs need.

    Examples
    --------
    >>> goldstein_scores()["190"]
    -10.0
    """
    with (SHIPPED / name / "crosswalk.tsv").open(encoding="utf8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {row["cameo"]: float(row["goldstein"]) for row in rows if row["goldstein"]}


def _lexicon(folder: Path, types: dict[str, EventType], contexts: dict[str, Context]) -> Lexicon:
    if not (folder / "classes.yaml").is_file():
        raise MissingModel(
            "the lexicon has no classes.yaml",
            where=str(folder),
            remedy="add one, or take the language out of codebook.yaml",
        )
    path = folder / "classes.yaml"
    try:
        raw = TypeAdapter(dict[str, list[str]]).validate_python(_read(path) or {}, strict=True)
    except ValidationError as error:
        raise _invalid(path, error) from error
    classes = {name: frozenset(words) for name, words in raw.items()}
    verbs: dict[str, list[Entry]] = {}
    nouns: dict[str, list[Entry]] = {}
    for file in sorted(folder.glob("*.yaml")):
        if file == path:
            continue
        if file.stem != "none":
            _known(file, "the name of the file", file.stem, types, "type")
        found = _checked(LexiconFile, file)
        for section, entries, index in (("verbs", found.verbs, verbs), ("nouns", found.nouns, nouns)):
            for number, entry in enumerate(entries):
                _check(file, f"{section}.{number}", entry, types, contexts, classes)
                for made in _entries(file.stem, section, number, entry):
                    index.setdefault(made.words[0 if section == "verbs" else -1], []).append(made)
    return Lexicon({k: tuple(v) for k, v in verbs.items()}, {k: tuple(v) for k, v in nouns.items()}, classes)


def _check(
    path: Path,
    where: str,
    entry: EntryFile,
    types: dict[str, EventType],
    contexts: dict[str, Context],
    classes: dict[str, frozenset[str]],
) -> None:
    kind = types.get(path.stem)
    for mode in entry.modes:
        _known(path, f"{where}.modes", mode, kind.modes if kind else {}, f"mode of {path.stem}")
    for context in entry.contexts:
        _known(path, f"{where}.contexts", context, contexts, "context")
    for name, value in entry.when.model_dump(exclude_none=True).items():
        lists = list(value.values()) if isinstance(value, dict) else [value]
        for words in lists:
            for word in words if isinstance(words, list) else []:
                if word.startswith("@"):
                    _known(path, f"{where}.when.{name}", word[1:], classes, "class")


def _entries(stem: str, section: str, number: int, entry: EntryFile) -> list[Entry]:
    nothing = stem == "none" or entry.type == "none"
    weight = entry.weight if entry.weight is not None else 1.0 if nothing else _DEFAULT_WEIGHT
    when = {name: _frozen(value) for name, value in entry.when.model_dump(exclude_none=True).items()}
    return [
        Entry(
            id=f"{stem}/{lemma.replace(' ', '_')}#{section[0]}{number}",
            type="none" if nothing else stem,
            words=tuple(lemma.split()),
            weight=weight,
            when=when,
            roles=entry.roles,
            modes=tuple(entry.modes),
            cameo=tuple(entry.cameo),
            contexts=tuple(entry.contexts),
            needs=tuple(entry.needs),
            content=entry.content,
        )
        for lemma in _spellings(entry.lemmas, section)
    ]


def _spellings(lemmas: list[str], section: str) -> list[str]:
    """The lemmas, and for a noun with hyphens also its pieces: tokenizers take 'cease-fire' apart."""
    split = [lemma.replace("-", " - ") for lemma in lemmas if "-" in lemma] if section == "nouns" else []
    return list(dict.fromkeys((*lemmas, *split)))


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: tuple(words) for key, words in value.items()}
    return tuple(value) if isinstance(value, list) else value
