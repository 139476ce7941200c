"""The mentions beside the article: one card each, with who, whom, when, where, how many, on whose word, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from onrecord.export.columns import Goldstein, goldstein_of
from onrecord.export.html import words
from onrecord.export.html.markup import Markup, element, foreign, joined
from onrecord.export.html.profile import basis_of
from onrecord.export.html.segments import Cut
from onrecord.export.rows import CONFIDENCE_DIGITS, number
from onrecord.model import Actor, Attribution, Magnitude, Mention, Place, Time

_KEYS = {
    "trigger": "t", "actor": "a", "recipient": "r", "place": "p", "time": "w", "source": "s", "cue": "c",
    "number": "n", "evidence": "e",
}  # fmt: skip
"""Roles by one letter, for the attribute that tells the script which segments are whose."""

_MANY = 60
"""Cards of which a browser should not lay out all before it paints."""


def cards(
    mentions: Sequence[Mention], cut: Cut | None, prefix: str, heading: int, goldstein: Goldstein | None
) -> Markup:
    """The list of cards; `heading` is the level of their headings, `cut` None where the article's text is not here."""
    numbers = {mention.id: n for n, mention in enumerate(mentions, 1)}
    items = [
        _card(n, mention, cut, prefix, heading, numbers, goldstein_of(mention, goldstein))
        for n, mention in enumerate(mentions, 1)
    ]
    return element("ol", items, class_="cards many" if len(items) > _MANY else "cards")


def _card(
    n: int,
    mention: Mention,
    cut: Cut | None,
    prefix: str,
    heading: int,
    numbers: Mapping[str, int],
    score: float | None,
) -> Markup:
    ranges = cut.ranges.get(n, {}) if cut else {}
    # Where the trigger lies outside of the text there is nothing to go to in the article.
    target = f"#{prefix}t{n}" if "trigger" in ranges else f"#{prefix}m{n}"
    sign, status, meaning = words.STATUSES.get(mention.status, ("", mention.status, ""))
    mode = ", ".join(mode.replace("-", " ").replace("_", " ") for mode in mention.modes)
    head = element(
        f"h{heading}",
        element("a", element("span", n, class_="count"), " ", element("span", mention.type, class_="type"),
                href=target, class_="go", aria_label=f"Mention {n} {mention.type}"),
        element("span", " ", foreign(mode), class_="mode") if mode else None,
        " ", element("q", foreign(mention.trigger.text), class_="trigger"),
        id=f"{prefix}h{n}",
    )  # fmt: skip
    told = [element("span", element("span", sign, aria_hidden="true"), " ", status, class_="status", title=meaning)]
    if mention.quad in words.QUADS:
        told.insert(0, element("span", f"{words.QUADS[mention.quad]} · ", class_="kind"))
    if mention.background:
        told.append(element("span", "background", class_="chip", title="the sentence retells an earlier event"))
    if mention.uncertain:
        told.append(element("span", "uncertain", class_="chip", title="the confidence is under the threshold"))
    return element(
        "li",
        element("div", head, element("p", joined(told, " "), class_="told"), class_="head"),
        element("dl", _rows(mention)),
        _word(mention),
        _ties(mention, numbers, prefix),
        _why(mention, score),
        class_=f"card {basis_of(mention)} {mention.status if mention.status in words.STATUSES else ''}".strip(),
        id=f"{prefix}m{n}",
        data_mention=mention.id,
        data_s=";".join(
            f"{_KEYS[role]}{','.join(f'{a}-{b}' if a < b else str(a) for a, b in pairs)}"
            for role, pairs in ranges.items()
        ) or None,
    )  # fmt: skip


def _rows(mention: Mention) -> Iterable[Markup]:
    yield from _row("who", "actor", [_party(actor) for actor in mention.actors])
    yield from _row("whom", "recipient", [_party(recipient) for recipient in mention.recipients])
    yield from _row("when", "time", [_time(time) for time in mention.times])
    yield from _row("where", "place", [_place(place) for place in mention.places])
    yield from _row("how many", "number", [_magnitude(magnitude) for magnitude in mention.magnitudes])
    names = (("who", mention.actors), ("whom", mention.recipients), ("when", mention.times), ("where", mention.places))
    missing = [name for name, found in names if not found]
    if missing:
        yield element("div", element("dt", "not said"), element("dd", ", ".join(missing)), class_="missing")


def _row(name: str, role: str, values: Sequence[Markup]) -> Iterable[Markup]:
    if values:
        term = element("dt", element("span", name, class_=role))
        yield element("div", term, [element("dd", value) for value in values])


def _named(name: str | None, text: str, about: str) -> Markup:
    """A name, what is known of it, and the words of the text where they are others."""
    shown = name or text
    quoted = element("q", foreign(text)) if name and " ".join(name.split()) not in " ".join(text.split()) else None
    return joined([foreign(shown, class_="name"), " " if about or quoted else None,
                   element("small", foreign(about) if about else None, " " if about and quoted else None, quoted)
                   if about or quoted else None])  # fmt: skip


def _party(actor: Actor) -> Markup:
    return _named(actor.name, actor.span.text, words.about_actor(actor))


def _time(time: Time) -> Markup:
    said = words.interval(time)
    quoted = element("q", foreign(time.span.text))
    if said is None:
        return joined([quoted, " ", element("small", "no date can be told from it")])
    precise = "vague" if time.precision == "vague" else f"to the {time.precision}"
    return joined([element("span", said, class_="name"), " ", element("small", precise, " ", quoted)])


def _place(place: Place) -> Markup:
    relation = words.RELATIONS.get(place.relation, f"{place.relation} ")
    # 'border between Benin and Niger' says itself where it is.
    name = ("" if place.place.name.lower().startswith(place.relation) else relation) + words.where(place.place)
    about = words.PRECISIONS.get(place.precision, place.precision)
    return _named(name, place.span.text, about)


def _magnitude(magnitude: Magnitude) -> Markup:
    about = words.about_amount(magnitude)
    whom = joined(["of ", foreign(magnitude.whom.text), " "]) if magnitude.whom else None
    quoted = element("q", foreign(magnitude.span.text))
    said = element("span", words.amount(magnitude), class_="name")
    return joined([said, " ", element("small", whom, f"{about} " if about else None, quoted)])


def _word(mention: Mention) -> Markup:
    """On whose word the mention stands."""
    label = element("p", "word", class_="label")
    if mention.unvouched and not mention.attributions:
        said = "an accusation in the outlet’s own voice; nobody is cited for it"
        vouching: object = element("p", element("strong", "nobody", class_="name"), " ", element("small", said))
    elif not mention.attributions:
        vouching = element("p", element("span", "the outlet’s own voice", class_="name"))
    else:
        given = mention.attributions
        lines = [element("li", _attribution(attribution, given)) for attribution in given]
        vouching = element("ul", lines) if len(lines) > 1 else element("p", _attribution(given[0], given))
    return element("div", label, vouching, class_="word")


def _attribution(attribution: Attribution, given: Sequence[Attribution]) -> Markup:
    source = attribution.source
    if source is None:
        who = element("span", "a source that the text does not say", class_="name source")
    else:
        who = element("span", foreign(source.name or source.span.text), class_="name source")
    about = words.about_actor(source) if source else ""
    cue = joined([" ", element("q", foreign(attribution.cue.text), class_="cue")]) if attribution.cue else None
    within = None
    if attribution.within is not None and 0 <= attribution.within < len(given):
        outer = given[attribution.within].source
        within = joined([", as told by ", foreign(outer.name or outer.span.text) if outer else "an unnamed source"])
    details = element("small", joined([about or None, words.about_word(attribution)], " · "), cue, within)
    return joined([who, " ", details])


def _ties(mention: Mention, numbers: Mapping[str, int], prefix: str) -> Markup | None:
    """What the mention has to do with others of the document; those that are not on the page are left out."""
    said = []
    for other, relation in (
        (mention.content_of, "what is promised, demanded or told of in"),
        (mention.same_as, "the same event as"),
        (mention.denies, "denies"),
    ):
        if other is not None and other in numbers:
            n = numbers[other]
            said.append(joined([relation, " ", element("a", f"mention {n}", href=f"#{prefix}m{n}")]))
    return element("p", joined(said, "; "), class_="ties") if said else None


def _why(mention: Mention, score: float | None) -> Markup:
    coded = mention.coded_by
    reasons = [(reason.rule, reason.detail) for reason in mention.why] or [(rule, "") for rule in coded.rules]
    rules = [
        element("li", element("code", foreign(rule)), ": " if detail else None, foreign(detail) if detail else None)
        for rule, detail in reasons
    ]
    facts = [
        f"confidence {number(mention.confidence, CONFIDENCE_DIGITS)}",
        f"CAMEO {', '.join(mention.cameo)}" if mention.cameo else None,
        f"PLOVER intensity {words.signed(mention.intensity)}" if mention.intensity is not None else None,
        f"Goldstein {words.signed(score)}" if score is not None else None,
        f"context {', '.join(mention.contexts)}" if mention.contexts else None,
    ]
    if coded.model is not None:
        agrees = {True: "agrees", False: "disagrees", None: "was asked"}[coded.agree]
        likely = f" (probability {number(coded.probability, 3)})" if coded.probability is not None else ""
        facts.append(f"the model {coded.model} {agrees}{likely}")
    if coded.runner_up is not None:
        facts.append(f"second choice {coded.runner_up.type}")
    return element(
        "details",
        element("summary", "Evidence and why"),
        element("blockquote", element("p", foreign(mention.evidence.text))),
        element("p", joined(facts, " · "), class_="facts"),
        element("ul", rules) if rules else None,
        element("p", "id ", element("code", foreign(mention.id)), class_="facts"),
        class_="why",
    )
