"""Readings made by hand for the page: an ordinary one, one in Arabic, and one whose author means harm."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from onrecord.model import (
    Actor,
    Attribution,
    CodedBy,
    Document,
    Magnitude,
    Mention,
    NamedPlace,
    Place,
    Reading,
    Reason,
    Source,
    Span,
    Time,
)  # fmt: skip

TEXT = """Ferry talks resume

Harbour minister Ana Roe met the dockers of Port Vila on 3 May, a union official said. \
She promised them new boats, according to Mr Tavi.

Masked men have threatened the crews since April. The old ferry company pays the masked men.

The island radio reported that the council had opened the pier."""


def ordinary() -> Reading:
    """Five mentions: an unnamed and a named source, the outlet's own voice, nobody, other media; spans that overlap."""

    def span(words: str, start: int = 0) -> Span:
        at = TEXT.index(words, start)
        return Span.of(TEXT, at, at + len(words))

    vila = NamedPlace("Port Vila", "city", 2135171, "VUT", "Shefa", None, -17.73, 168.31)
    first, second, third, fourth, fifth = (
        span("Harbour minister Ana Roe met the dockers of Port Vila on 3 May, a union official said."),
        span("She promised them new boats, according to Mr Tavi."),
        span("Masked men have threatened the crews since April."),
        span("The old ferry company pays the masked men."),
        span("The island radio reported that the council had opened the pier."),
    )
    official = Source(span("a union official"), "a union official", "office", anonymous=True)
    mentions = (
        Mention(
            "m1", "CONSULT", span("met"), first, ("visit",), quad=1, cameo=("042",), intensity=4.0,
            actors=(Actor(span("Harbour minister Ana Roe"), "Ana Roe", "VUT", ("GOV",), "Harbour minister", "named"),),
            recipients=(Actor(span("the dockers of Port Vila"), None, "VUT", ("LAB",)),),
            places=(Place(span("Port Vila"), vila, "city"),),
            times=(Time(span("3 May"), "2024-05-03", "DATE", "2024-05-03", "2024-05-03"),),
            attributions=(Attribution(official, span("said"), (first,)),), confidence=0.9,
            coded_by=CodedBy(("lexicon:CONSULT/meet",)), why=(Reason("lexicon:CONSULT/meet", "'met' at 45"),),
        ),
        Mention(
            "m2", "AGREE", span("promised"), second, quad=1, status="planned",
            actors=(Actor(span("She"), "Ana Roe", "VUT", ("GOV",), None, "named"),),
            recipients=(Actor(span("them", second.start)),),
            attributions=(Attribution(Source(span("Mr Tavi"), "Tavi", "person"), span("according to"), (second,)),),
            content_of="m1",
        ),
        Mention(
            "m3", "THREATEN", span("threatened"), third, quad=3, status="ongoing",
            actors=(Actor(span("Masked men"), None, None, ("UAF",), None, "unidentified"),),
            recipients=(Actor(span("the crews")),),
            times=(Time(span("April"), "2024-04", "DATE", "2024-04-01", None, "month", "since"),),
        ),
        Mention(
            "m4", "AID", span("pays"), fourth, quad=2, unvouched=True,
            actors=(Actor(span("The old ferry company"), None, None, ("BUS",)),),
            recipients=(Actor(span("the masked men"), None, None, ("UAF",)),),
            magnitudes=(Magnitude(span("masked men", fourth.start), "participants", 2, None),),
        ),
        Mention(
            "m5", "CONCEDE", span("opened"), fifth, quad=1, background=True,
            actors=(Actor(span("the council"), None, "VUT", ("GOV",)),),
            attributions=(
                Attribution(Source(span("The island radio"), "The island radio", "media"), span("reported"), (fifth,)),
            ),
            confidence=0.3, uncertain=True,
        ),
    )  # fmt: skip
    return Reading(
        Document("ferry", TEXT, "Ferry talks resume", "Island Post", "https://example.org/ferry", "en", "2024-05-04"),
        mentions=mentions,
    )


ARABIC = "قال وزير الميناء إن العمال التقوا بالوفد في الميناء يوم الجمعة."


def arabic() -> Reading:
    """One mention in a text that runs from right to left, without title, outlet or date."""

    def span(words: str) -> Span:
        return Span.of(ARABIC, ARABIC.index(words), ARABIC.index(words) + len(words))

    minister = Source(span("وزير الميناء"), "وزير الميناء", "office", anonymous=True)
    mention = Mention(
        "m1", "CONSULT", span("التقوا"), span(ARABIC), quad=1, actors=(Actor(span("العمال")),),
        recipients=(Actor(span("بالوفد")),), times=(Time(span("يوم الجمعة"), None),),
        attributions=(Attribution(minister, span("قال"), ()),),
    )  # fmt: skip
    return Reading(Document("arabic", ARABIC, language="ar"), mentions=(mention,))


ATTACKS = (
    "<script>document.title='owned'</script>",
    "</script><script>document.title='owned'</script>",
    "</style><style>body{display:none}</style>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "' onmouseover='document.title=1' x='",
    "<svg onload=document.title=1><a href='javascript:document.title=1'>x</a></svg>",
    "<!-- --> <![CDATA[ ]]> <?php ?> &lt;b&gt; &#x3c;script&#x3e; {{7*7}} ${7*7} `x`",
    "<base href='https://evil.example/'><link rel=stylesheet href='https://evil.example/x.css'>",
    "<iframe src='https://evil.example/'></iframe><meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "line\u2028separator\u2029end \x00\x07\x1b[31m \ufeff \ud800 \udfff \ufffe",
    "\u202egnp.exe\u202c \u2066isolated\u2069 \u200frtl",
    "x" * 5_000,
    "a\r\nb\rc\td",
)


def hostile() -> Reading:
    """Every field of the document, the mentions and the codes holds what might break out of the page."""
    text, spans = "", []
    for attack in ATTACKS:
        spans.append(Span(len(text), len(text) + len(attack), attack))
        text += attack + "\n\n"
    evil = "".join(ATTACKS[:5])
    whole = Span(0, len(text), text)
    source = Source(spans[4], evil, "person", evil, evil, (evil,), True)
    mentions = tuple(
        Mention(
            evil + str(n), evil, span, whole, (evil,), (evil,), 9, (evil,), float("nan"),
            (Actor(span, evil, evil, (evil,), evil, evil),), (Actor(spans[0], evil),),
            (Place(span, NamedPlace(evil, evil, None, evil, evil, evil, float("nan"), 1e99), evil, evil, evil),),
            (Time(span, evil, evil, "9999-99-99", "0001-01-01", evil, evil),),
            (Magnitude(span, evil, float("inf"), -1e300, span, None, evil),),
            "occurred", True, (Attribution(source, span, (span,), "direct", "asserts", 99),), evil, evil, evil,
            0.5, False, True, CodedBy((evil,), evil, 0.5, None, None), (Reason(evil, evil),),
        )
        for n, span in enumerate(spans)
    )  # fmt: skip
    broken = Mention("out", "AID", Span(-5, 10**9, evil), Span(10**9, 10**9 + 1, evil), times=(Time(spans[0], "x"),))
    document = Document(evil, text, evil, evil, "javascript:document.title='owned'", evil, None, (evil,))
    return Reading(document, mentions=(*mentions, broken))


def long(mentions: int) -> Reading:
    """The ordinary article again and again, until it has so many mentions."""
    once = ordinary()
    text, coded = "", []
    while len(coded) < mentions:
        shift = len(text)
        coded += [_shifted(mention, shift) for mention in once.mentions]
        text += once.document.text + "\n\n"
    return Reading(replace(once.document, text=text), mentions=tuple(coded))


def _shifted(value: Any, by: int) -> Any:
    """`value` with every span in it moved to the right."""
    if isinstance(value, Span):
        return Span(value.start + by, value.end + by, value.text)
    if isinstance(value, tuple):
        return tuple(_shifted(one, by) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _shifted(getattr(value, one.name), by) for one in fields(value)})
    return value
