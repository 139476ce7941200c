"""What the shipped codebook says, checked against the manual's tables and its own promises."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

from onrecord import codebooks
from onrecord.codebooks import Entry

PLOVER = codebooks.load("plover")
LEXICON = PLOVER.lexicon("en")
QUADS = {
    1: {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
    2: {"COOPERATE", "AID", "RETREAT"},
    3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
    4: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}
MODES = {
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "RETREAT": {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
    "REQUEST": {"assist", "change", "yield", "meet"},
    "REJECT": {"assist", "change", "yield", "meet"},
    "ACCUSE": {"disapprove", "investigate", "allege"},
    "THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
}


def entries() -> Iterator[Entry]:
    for index in (LEXICON.verbs, LEXICON.nouns):
        for held in index.values():
            yield from held


@pytest.mark.parametrize("quad", QUADS)
def test_the_types_stand_in_their_quads(quad: int) -> None:
    assert {t.name for t in PLOVER.types.values() if t.quad == quad} == QUADS[quad]


@pytest.mark.parametrize("name", sorted(set().union(*QUADS.values())))
def test_the_modes_are_those_of_the_manual(name: str) -> None:
    if name in ("COERCE", "ASSAULT"):
        assert len(PLOVER.types[name].modes) == {"COERCE": 10, "ASSAULT": 15}[name]
    else:
        assert set(PLOVER.types[name].modes) == MODES.get(name, set())


@pytest.mark.parametrize("name", sorted(set().union(*QUADS.values())))
def test_cooperation_scores_above_nought_and_conflict_does_not(name: str) -> None:
    kind = PLOVER.types[name]
    scores = [kind.score, *(m.score for m in kind.modes.values())]
    if kind.quad <= 2:
        assert min(scores) > 0
    elif name != "REQUEST":  # the manual puts a request at 0, a request for help above it
        assert max(scores) < 0


@pytest.mark.parametrize("name", sorted(set().union(*QUADS.values())))
def test_every_type_has_three_examples_and_every_mode_one(name: str) -> None:
    kind = PLOVER.types[name]
    assert len(kind.examples) >= 3
    assert all(mode.examples for mode in kind.modes.values())


def test_only_cooperate_aid_and_sanction_require_a_recipient() -> None:
    assert {t.name for t in PLOVER.types.values() if t.recipient_required} == {"COOPERATE", "AID", "SANCTION"}


@pytest.mark.parametrize(
    ("type_", "mode", "score"),
    [("CONSULT", "visit", 4), ("RETREAT", "disarm", 10), ("REQUEST", "assist", 0.5), ("COERCE", "martial-law", -7.5)],
)
def test_a_mode_scores_as_in_the_manual(type_: str, mode: str, score: float) -> None:
    assert PLOVER.mode_score(type_, mode) == score


def test_accuse_without_a_mode_scores_as_decided() -> None:
    assert PLOVER.intensity("ACCUSE") == -3


def test_of_several_modes_the_one_furthest_from_nought_counts() -> None:
    assert PLOVER.intensity("ASSAULT", ("beat", "primitive")) == -8


def test_a_type_without_modes_of_its_own_code_takes_its_root() -> None:
    assert PLOVER.cameo("AGREE") == ("030",)


def test_each_mode_gives_its_cameo_code() -> None:
    assert PLOVER.cameo("ASSAULT", ("abduct", "torture")) == ("181", "1822")


def test_cameo_codes_are_text_and_keep_their_nought() -> None:
    assert PLOVER.crosswalk["0311"].type == "AGREE"


def test_goldstein_of_an_unknown_code_is_none() -> None:
    assert PLOVER.goldstein("999") is None


def test_statements_have_no_type() -> None:
    assert PLOVER.crosswalk["010"].type is None


def test_every_code_named_anywhere_is_in_the_crosswalk() -> None:
    named = {code for e in entries() for code in e.cameo}
    for kind in PLOVER.types.values():
        named |= {kind.cameo, *(m.cameo for m in kind.modes.values() if m.cameo)}
    assert named <= set(PLOVER.crosswalk)


def test_the_manual_has_37_contexts_and_each_has_keywords() -> None:
    assert len(PLOVER.contexts) == 37
    assert all(len(c.keywords) >= 3 for c in PLOVER.contexts.values())


def test_keywords_are_lower_case() -> None:
    assert [k for c in PLOVER.contexts.values() for k in c.keywords if k != k.lower()] == []


@pytest.mark.parametrize("name", sorted(set().union(*QUADS.values())))
def test_every_type_has_verbs_and_nouns(name: str) -> None:
    held = {
        section: sum(e.type == name for es in index.values() for e in es)
        for section, index in (("v", LEXICON.verbs), ("n", LEXICON.nouns))
    }
    assert held["v"] >= 50
    assert held["n"] >= 8


def test_lemmas_are_lower_case_words() -> None:
    assert [e.id for e in entries() if " ".join(e.words) != " ".join(e.words).strip().lower()] == []


def test_entry_ids_are_unique() -> None:
    ids = [e.id for e in entries()]
    assert len(ids) == len(set(ids))


def test_blocking_entries_outweigh_others() -> None:
    assert {e.weight for e in entries() if e.type == "none"} == {1.0}


def test_a_class_stands_for_its_members_and_words_for_themselves() -> None:
    assert {"pact", "treaty", "vow"} <= LEXICON.expand(("@agreement", "vow"))


def test_a_codebook_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(PLOVER)).types == PLOVER.types
