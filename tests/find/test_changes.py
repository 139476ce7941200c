"""What would have changed the answer."""

from __future__ import annotations

from typing import Any

from onrecord.find import Change, Seen, changes

SENTENCE = Seen.plain("Police arrested two students.")
TRIGGER = (7, 15)


def test_first_comes_the_answer_without_the_entry(says: Any) -> None:
    strong = {"entry": {"model": 1.0, "lexicon": 5.0, "weight": 0.0, "none": 0.0}}
    model = says({"arrested": {"COERCE": 0.3, "NONE": 0.7}}, **strong)
    first = next(changes(SENTENCE, TRIGGER, "COERCE", "COERCE", 0.9, model))
    assert first == Change("the entry", "NONE", 0.7, 0.3)


def test_then_the_words_whose_absence_gives_another_type(says: Any) -> None:
    class Attentive(says):  # type: ignore[misc]
        """Takes it for an arrest only while it sees the police."""

        def words(self, read: Any, spans: Any) -> Any:
            self._words = {"arrested": {"COERCE": 1.0} if "Police" in self.asked[-1] else {"NONE": 1.0}}
            return super().words(read, spans)

    found = list(changes(SENTENCE, TRIGGER, "COERCE", None, 0.0, Attentive({})))
    assert found == [Change("'Police'", "NONE", 1.0, 0.0)]


def test_where_no_word_changes_the_type_the_most_telling_one_is_named(says: Any) -> None:
    found = list(changes(SENTENCE, TRIGGER, "COERCE", None, 0.0, says({"arrested": {"COERCE": 0.9, "NONE": 0.1}})))
    assert [(change.type, change.before) for change in found] == [("COERCE", 0.9)]
