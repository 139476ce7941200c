"""The spine: a document goes through the stages in order and comes out as a reading.

Document -> parse -> find -> resolve -> attribute -> close -> Reading
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from onrecord.close import Close
from onrecord.errors import CodingFailed, DocumentError, OnrecordError
from onrecord.languages import Pack, load
from onrecord.model import Document, Reading
from onrecord.read import Failure, document_from
from onrecord.read.language import detect_language

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from onrecord.codebooks import Codebook
    from onrecord.gazetteer import Gazetteer
    from onrecord.learned import Model


class Stage(Protocol):
    """Takes a reading and returns a new one with a layer more."""

    def __call__(self, reading: Reading) -> Reading: ...


UNCERTAIN_BELOW = 0.4
"""Set on out-of-fold answers about annotated words (docs/decisions/confidence.md)."""
UNCERTAIN_BELOW_WITHOUT_MODEL = 0.5
"""Under it lie the weights of entries that are ambiguous in ordinary news."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is coded with; the same settings, version and text give the same bytes.

    Parameters
    ----------
    language
        ISO 639-1 code of the texts; None detects it for each document.
    pipeline
        An installed spaCy pipeline; None takes the language pack's own.
    codebook
        ``plover``, or a folder laid out like it.
    gazetteer
        Path of a place index; None takes (and on first use builds) the one in the user's cache.
    uncertain_below
        Confidence under which a mention is `uncertain`; None takes 0.4 with the model and 0.5 without, where confidence
        is no probability (see docs/decisions/confidence.md).
    model
        Whether the learned model judges beside the rules.
    """

    language: str | None = None
    pipeline: str | None = None
    codebook: str = "plover"
    gazetteer: Path | None = None
    uncertain_below: float | None = None
    model: bool = True


class Coder:
    """Codes documents: ``coder.code(text)`` for one, ``coder.pipe(texts)`` for many.

    Nothing is loaded before the first document.

    Examples
    --------
    >>> coder = Coder()
    >>> reading = coder.code("Police arrested 12 protesters in Lima on Monday.", published="2023-02-07")
    >>> [(m.type, m.recipients[0].span.text) for m in reading.mentions]
    [('COERCE', '12 protesters')]
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._stages: dict[str, tuple[Stage, ...]] = {}

    # --- what a run is made of --------------------------------------------------------------------------

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook in use."""
        from onrecord import codebooks

        return codebooks.load(self.settings.codebook)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The place index in use; built on first use."""
        from onrecord.gazetteer import Gazetteer

        return Gazetteer.open(self.settings.gazetteer)

    @cached_property
    def learned(self) -> Model | None:
        """The learned model in use, or None by setting."""
        if not self.settings.model:
            return None
        from onrecord.learned import load_model

        return load_model()

    @property
    def uncertain_below(self) -> float:
        """The confidence under which a mention is uncertain."""
        if self.settings.uncertain_below is not None:
            return self.settings.uncertain_below
        return UNCERTAIN_BELOW if self.settings.model else UNCERTAIN_BELOW_WITHOUT_MODEL

    @property
    def pack(self) -> Pack:
        """The language pack of the settings, English where they leave it open."""
        return load(self.settings.language or "en")

    def fingerprint(self) -> dict[str, str]:
        """What the bytes of a coding depend on besides the text: versions and hashes."""
        from importlib.metadata import version

        pipeline = self.settings.pipeline or self.pack.pipeline
        return {
            "onrecord": version("onrecord"),
            "spacy": version("spacy"),
            "pipeline": f"{pipeline} {_version_of(pipeline)}",
            "codebook": f"{self.codebook.name}@{self.codebook.hash[:12]}",
            "gazetteer": self.gazetteer.hash[:12],
            "uncertain_below": f"{self.uncertain_below:g}",
            "model": self.learned.version if self.learned else "none",
        }

    def stages(self, language: str) -> tuple[Stage, ...]:
        """The stages for a language, in order."""
        if language not in self._stages:
            from onrecord.attribute import Attribute
            from onrecord.find import Find
            from onrecord.parse import Parse
            from onrecord.resolve import Resolve

            pack = load(language)
            self._stages[language] = (
                Parse(self.settings.pipeline or pack.pipeline),
                Find(self.codebook, pack.code, self.learned),
                Resolve(pack, self.gazetteer),
                Attribute(pack, self.codebook),
                Close(self.fingerprint(), self.uncertain_below),
            )
        return self._stages[language]

    def parse(self, text: str) -> Doc:
        """Only the parse of a text, for `evaluate` and for looking at syntax."""
        from onrecord.parse import Parse

        return Parse(self.settings.pipeline or self.pack.pipeline).parse(text)

    # --- coding -----------------------------------------------------------------------------------------

    def code(
        self,
        text: str | Document,
        *,
        id: str | None = None,  # noqa: A002 - the field's own name
        title: str | None = None,
        published: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        language: str | None = None,
    ) -> Reading:
        """Code one text.

        Raises
        ------
        DocumentError
            When the text cannot be coded: empty, too long, an unsupported language, an impossible date.

        Examples
        --------
        >>> Coder().code("Rain fell over Lima.").mentions
        ()
        """
        known = {"id": id, "title": title, "published": published, "outlet": outlet, "url": url, "language": language}
        document = _document(text, known)
        reading = self._opened(document)
        for stage in self.stages(reading.document.language or "en"):
            reading = self._through(stage, reading)
        return reading.with_(doc=None, who=None)

    def code_doc(self, doc: Doc, *, published: str | None = None, outlet: str | None = None) -> Reading:
        """Code a Doc that a spaCy pipeline has parsed already (its own sentences and offsets are kept)."""
        document = document_from(doc.text, published=published, outlet=outlet, language=doc.lang_ or None)
        reading = Reading(document, doc=doc)
        for stage in self.stages(document.language or "en")[1:]:
            reading = self._through(stage, reading)
        return reading.with_(doc=None, who=None)

    def pipe(
        self,
        items: Iterable[str | Document],
        *,
        published: str | None = None,
        outlet: str | None = None,
        processes: int = 1,
        on_failure: Callable[[Failure], None] | None = None,
    ) -> Iterator[Reading]:
        """Code many texts, in order, as a stream.

        Parameters
        ----------
        items
            Texts or documents; `published` and `outlet` hold for those that do not say.
        processes
            How many processes code at the same time.
        on_failure
            Called with each document that could not be coded; without it the first one raises.

        Examples
        --------
        >>> texts = ["Mali and Niger signed a trade accord.", "Rain fell."]
        >>> [len(reading.mentions) for reading in Coder().pipe(texts)]
        [1, 0]
        """

        def documents() -> Iterator[Document | Failure]:
            for number, item in enumerate(items, 1):
                known = {
                    "id": None if isinstance(item, Document) else f"text-{number}",
                    "published": published,
                    "outlet": outlet,
                }
                try:
                    yield _document(item, known)
                except DocumentError as error:
                    yield Failure.of(error, f"text-{number}")

        for outcome in self.outcomes(documents(), processes=processes):
            if isinstance(outcome, Reading):
                yield outcome
            elif on_failure is None:
                raise CodingFailed(outcome.message, where=outcome.where, remedy=outcome.remedy)
            else:
                on_failure(outcome)

    def outcomes(self, items: Iterable[Document | Failure], *, processes: int = 1) -> Iterator[Reading | Failure]:
        """For every document its reading, or why there is none, in order; failures that come in go through."""
        if processes > 1:
            from onrecord.parallel import code_in_processes

            yield from code_in_processes(self.settings, items, processes)
            return
        for batch in batches(items):
            yield from self.code_batch(batch)

    def code_batch(self, items: list[Document | Failure]) -> list[Reading | Failure]:
        """The outcomes of a few documents, parsed together."""
        out: list[Reading | Failure] = []
        opened: dict[int, Reading] = {}
        for item in items:
            if isinstance(item, Document):
                try:
                    opened[len(out)] = self._opened(item)
                    out.append(opened[len(out)])
                except DocumentError as error:
                    out.append(Failure.of(error, item.id))
            else:
                out.append(item)
        by_language: dict[str, list[int]] = {}
        for index, reading in opened.items():
            by_language.setdefault(reading.document.language or "en", []).append(index)
        for language, indices in by_language.items():
            parse, *rest = self.stages(language)
            parsed = parse.batch([opened[i] for i in indices])  # type: ignore[attr-defined]
            for index, reading in zip(indices, parsed, strict=True):
                try:
                    for stage in rest:
                        reading = self._through(stage, reading)
                    out[index] = reading.with_(doc=None, who=None)
                except DocumentError as error:
                    out[index] = Failure.of(error, reading.document.id)
        return out

    def with_language(self, document: Document) -> Document:
        """The document with its language: its own, that of the settings, or the one that is detected.

        Raises
        ------
        UnsupportedLanguage
            When there is no language pack for it.

        Examples
        --------
        >>> Coder().with_language(Document("a", "The two ministers met in Niamey on Tuesday.")).language
        'en'
        """
        language = document.language or self.settings.language or detect_language(document.text)[0]
        load(language)
        return _with(document, {"language": language})

    def _opened(self, document: Document) -> Reading:
        return Reading(self.with_language(document), notes=document.notes)

    @staticmethod
    def _through(stage: Stage, reading: Reading) -> Reading:
        try:
            return stage(reading)
        except OnrecordError:
            raise
        except Exception as error:
            raise CodingFailed(
                f"the stage {type(stage).__name__.lower()} failed with {type(error).__name__}: {error}",
                where=reading.document.id,
                remedy="please report it with the text; the other documents are not concerned",
            ) from error


_BATCH_CHARACTERS = 40_000
"""About ten articles: parsing in batches of this size is as fast as in larger ones and keeps memory flat
(measured on PolNeAR dev)."""


def batches(items: Iterable[Document | Failure]) -> Iterator[list[Document | Failure]]:
    """Consecutive items in lists of at most about 40,000 characters."""
    batch: list[Document | Failure] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.text) if isinstance(item, Document) else 0
        if size >= _BATCH_CHARACTERS or len(batch) >= 256:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _document(item: str | Document, known: Mapping[str, Any]) -> Document:
    if isinstance(item, Document):
        return _with(item, {key: value for key, value in known.items() if value and getattr(item, key) is None})
    return document_from(item, **known)


def _with(document: Document, fields: Mapping[str, Any]) -> Document:
    from dataclasses import replace

    return replace(document, **fields) if fields else document


def _version_of(pipeline: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(pipeline.replace("_", "-"))
    except PackageNotFoundError:
        return "(local)"
