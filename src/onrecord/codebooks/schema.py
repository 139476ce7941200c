"""What the files of a codebook must look like; pydantic stays at this door."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Word = Annotated[str, StringConstraints(strict=True, min_length=1)]
Words = Annotated[list[Word], BeforeValidator(_listed)]
Code = Annotated[str, StringConstraints(strict=True, pattern=r"^\d{2,4}$")]
Role = Literal["actor", "recipient"]
Function = Literal["object", "subject", "both", "with", "to", "on", "against", "for", "from"]
Score = Annotated[float, Field(ge=-10, le=10)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CodebookFile(_Strict):
    """codebook.yaml."""

    name: Word
    title: str = ""
    version: Word
    source: Word
    licence: Word
    languages: list[Word]


class ModeFile(_Strict):
    """A mode in types.yaml."""

    definition: Word
    score: Score
    examples: list[Word] = []
    cameo: Code | None = None
    content: list[Word] = []


class TypeFile(_Strict):
    """A type in types.yaml."""

    definition: Word
    quad: Literal[1, 2, 3, 4]
    score: Score
    recipient_required: bool
    cameo: Code
    includes: list[Word] = []
    excludes: list[Word] = []
    examples: list[Word]
    modes: dict[Word, ModeFile] = {}


class ContextFile(_Strict):
    """A context in contexts.yaml."""

    definition: Word
    keywords: list[Word]


class WhenFile(_Strict):
    """The conditions of a lexicon entry; all must hold.

    Values are one word, a list of words of which one must hold, or ``@class`` of classes.yaml. Words are lemmas of
    the head noun ('two dozen soldiers': soldier); of two words the first is a compound before it ('peace talk').

    object, subject
        What is the direct object (or the subject of a passive) and the subject (or by-agent); ``_not`` for the reverse.
    prep
        A list: one of these prepositions is there. A mapping: one of them with one of these nouns ([] for any).
    clause
        The kind of the complement: ``to`` (agreed to leave), ``that``, ``ing``, ``any``, ``none``.
    voice
        ``active`` or ``passive``.
    modifier
        Of a noun: an adjective or noun before it (military aid).
    entity
        That argument is somebody (person, state, organisation, armed group), not a thing: a function or several, of
        which all must be; ``both`` is subject and object.
    negated
        Whether the verb is negated.
    clause_verb
        The verb of the complement clause ('asked not to be named': name).
    adverbial
        The verb of an adverbial clause ('killed when the bus overturned': overturn).
    own
        Whether the object belongs to the subject ('destroyed its missiles').
    support
        Of a noun: whether a support verb carries it ('began cooperation with').
    refusal
        Whether the verb is an act that its subject refuses ('will not attend').
    own_act
        Whether the complement tells what the subject will do itself ('warned that it would respond').
    joint, sides
        Whether the act is called joint ('jointly', 'together', 'joint patrols'); whether its subject names two nations.
    """

    object: Words | None = None
    object_not: Words | None = None
    subject: Words | None = None
    subject_not: Words | None = None
    prep: dict[Word, Words] | Words | None = None
    prep_not: dict[Word, Words] | Words | None = None
    clause: Annotated[list[Literal["to", "that", "ing", "any", "none"]], BeforeValidator(_listed)] | None = None
    voice: Literal["active", "passive"] | None = None
    modifier: Words | None = None
    modifier_not: Words | None = None
    entity: Annotated[list[Function], BeforeValidator(_listed)] | None = None
    negated: bool | None = None
    clause_verb: Words | None = None
    adverbial: Words | None = None
    own: bool | None = None
    support: bool | None = None
    refusal: bool | None = None
    own_act: bool | None = None
    joint: bool | None = None
    sides: bool | None = None


class EntryFile(_Strict):
    """An entry of a lexicon file. Where several hold for a word, most words win, then most conditions, then weight.

    lemmas
        The lemma of a verb, and after spaces its particle, fixed object or other dependent ('call off', 'take hostage',
        'vow retaliate'); of a noun, its fixed modifiers before it ('air strike'). ``*`` stands for any verb that is
        refused or called joint (see `refusal` and `joint`).
    roles
        Grammatical function -> ``actor`` or ``recipient``; none for subject and object. Functions: subject, object,
        indirect, possessive, adjective, compound, clause_subject, and every preposition by its word.
    needs
        Of a noun: participants without which it is no mention; ``[]`` for none, ``any`` for at least one.
    content
        A speech act whose complement has a mention of its own (promise, demand, threaten, accuse, deny).
    weight
        How sure the entry is on its own, 0..1; 0.8 where left out. Under 0.5 the mention is uncertain.
    type
        ``none`` for a use that reports no event; such entries stand in none.yaml and win ties.
    """

    lemmas: Annotated[list[Word], Field(min_length=1)]
    when: WhenFile = WhenFile()
    roles: dict[Word, Role] = {}
    modes: list[Word] = []
    cameo: list[Code] = []
    contexts: list[Word] = []
    needs: list[Literal["actor", "recipient", "any"]] = ["any"]
    content: bool = False
    weight: Annotated[float, Field(ge=0, le=1)] | None = None
    type: Literal["none"] | None = None


class LexiconFile(_Strict):
    """lexicon/<language>/<TYPE>.yaml."""

    verbs: list[EntryFile] = []
    nouns: list[EntryFile] = []
