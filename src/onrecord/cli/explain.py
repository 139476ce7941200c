"""``onrecord explain``: why a row is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.code import Codebook, Column, Encoding, GazetteerFile, Language, NoModel, Outlet, Pipeline, Published
from onrecord.cli.voice import Quiet, Verbose, Voice

if TYPE_CHECKING:
    from onrecord.coder import Coder
    from onrecord.model import Actor, Attribution, Mention, Reading

NAME = "explain"
NEEDS_ARGUMENTS = True
EXAMPLES = """[bold]Examples[/bold]

onrecord explain article.txt

onrecord explain article.txt --mention 3

onrecord explain article.txt --mention 5f1c90 --published 2024-06-07
"""


def command(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="One file, or - for standard input.", show_default=False)],
    mention: Annotated[
        str | None,
        typer.Option("--mention", "-m", help="Id of a mention, its beginning, or its number.", show_default=False),
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    language: Language = None,
    column: Column = None,
    encoding: Encoding = None,
    codebook: Codebook = "plover",
    gazetteer: GazetteerFile = None,
    pipeline: Pipeline = None,
    no_model: NoModel = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show how a mention came about: its trigger, the lexicon entry, the rules that fired and what they saw; what the
    model said, and which words would have changed the answer.

    Without --mention the mentions of the file are listed with their numbers and ids. Use the options with which the
    file was coded: ids depend on them.
    """
    from onrecord.cli.run import settings_of
    from onrecord.coder import Coder
    from onrecord.errors import InvalidSetting
    from onrecord.model import Reading
    from onrecord.read import ReadOptions, parse_columns, read_paths

    voice = Voice.of(context, quiet, verbose)
    columns = parse_columns(",".join(column or ()))
    options = ReadOptions(published=published, outlet=outlet, language=language, encoding=encoding, columns=columns)
    coder = Coder(settings_of(language, pipeline, codebook, gazetteer, model=not no_model))
    failed = False
    found: list[tuple[Reading, Mention]] = []
    for outcome in coder.outcomes(read_paths([file], options)):
        if isinstance(outcome, Reading):
            found += [(outcome, each) for each in outcome.mentions]
        else:
            failed = True
            voice.error(str(outcome))
    if mention is None:
        for number, (reading, each) in enumerate(found, 1):
            voice.result(
                f"{number:>3}  {each.id}  {each.type:<10} {shortened(each.trigger.text, 20):<20} {reading.document.id}"
            )
        if not found and not failed:
            voice.say(f"{file}: no event mentions")
    else:
        chosen = [pair for n, pair in enumerate(found, 1) if mention == str(n)]
        chosen = chosen or [pair for pair in found if pair[1].id.startswith(mention)]
        if len(chosen) != 1:
            what = f"{len(chosen)} mentions begin with {mention!r}" if chosen else f"there is no mention {mention!r}"
            raise InvalidSetting(what, where=file, remedy=f"list them with: onrecord explain {file}")
        for line in (*explained(*chosen[0]), *opinions(*chosen[0], coder)):
            voice.result(line)
    raise typer.Exit(1 if failed else 0)


def explained(reading: Reading, mention: Mention) -> Iterator[str]:
    """What a reader of one mention wants to know, line by line."""
    yield f"mention    {mention.id}  in {reading.document.id}"
    yield f"type       {mention.type}" + "".join(f" {mode}" for mode in mention.modes) + f"  (quad {mention.quad})"
    if mention.contexts:
        yield f"contexts   {', '.join(mention.contexts)}"
    yield f"evidence   {mention.evidence.start}-{mention.evidence.end}  {' '.join(mention.evidence.text.split())}"
    yield f"trigger    {mention.trigger.start}-{mention.trigger.end}  {mention.trigger.text}"
    for label, parties in (("actor", mention.actors), ("recipient", mention.recipients)):
        for party in parties:
            yield f"{label:<10} {_actor(party)}"
    for place in mention.places:
        where = ", ".join(filter(None, (place.place.name, place.place.admin1, place.place.country)))
        yield f"place      {place.relation} {place.span.text!r} = {where} ({place.precision}; {place.reason})"
    for time in mention.times:
        interval = f"{time.earliest or ''}..{time.latest or ''}"
        yield f"time       {time.relation} {time.span.text!r} = {time.value} ({interval}; {time.reason})"
    for magnitude in mention.magnitudes:
        bounds = f"{_figure(magnitude.least)}..{_figure(magnitude.most)}"
        yield f"magnitude  {magnitude.measure} {bounds} {magnitude.span.text!r} ({magnitude.scope}; {magnitude.reason})"
    yield f"status     {mention.status}" + (" (background)" if mention.background else "")
    for attribution in mention.attributions:
        yield f"word of    {_attribution(attribution)}"
    if not mention.attributions:
        yield "word of    the outlet itself" + (" (unvouched accusation)" if mention.unvouched else "")
    for label, other in (("content of", mention.content_of), ("same as", mention.same_as), ("denies", mention.denies)):
        if other:
            yield f"{label:<10} {other}"
    yield f"confidence {mention.confidence:.2f}" + (" (uncertain)" if mention.uncertain else "")
    yield "why"
    for reason in mention.why:
        yield f"  {reason.rule:<34} {reason.detail}".rstrip()
    for rule in mention.coded_by.rules:
        if all(rule != reason.rule for reason in mention.why):
            yield f"  {rule}"


def opinions(reading: Reading, mention: Mention, coder: Coder) -> Iterator[str]:
    """What rules and model said each, and what would have changed the answer."""
    model = coder.learned
    if model is None or mention.coded_by.model is None:
        return
    from onrecord.find import Seen, changes

    told = {reason.rule: reason.detail for reason in mention.why}
    judged = mention.coded_by
    if "model:type" not in told:  # types of a user's codebook, compared with its examples
        yield "opinions"
        yield f"  {model.version:<34} like examples of {told.get('model:likeness', 'none')}"
        return
    assert judged.runner_up is not None
    yield "opinions"
    yield f"  {'rules':<34} {told.get('judging:entry', 'no entry of the lexicon holds')}"
    yield f"  {model.version:<34} {told['model:type']}"
    runner_up = f"{judged.runner_up.type} {judged.runner_up.probability:.2f}"
    yield f"  {'both':<34} {mention.type} {judged.probability:.2f}, then {runner_up}"
    own, weight = None, 0.0
    if "judging:entry" in told:
        own, _, number = told["judging:entry"].split()
        weight = float(number)
    trigger = coder.parse(reading.document.text).char_span(
        mention.trigger.start, mention.trigger.end, alignment_mode="expand"
    )
    assert trigger is not None
    sentence = trigger.sent
    place = (mention.trigger.start - sentence.start_char, mention.trigger.end - sentence.start_char)
    for change in changes(Seen.of(sentence), place, mention.type, own, weight, model):
        lower = f" ({mention.type} {change.before:.2f})" if change.type != mention.type else ""
        yield f"  {'without ' + change.without:<34} {change.type} {change.probability:.2f}{lower}"


def _actor(actor: Actor) -> str:
    code = " ".join(filter(None, (actor.country, *actor.sectors)))
    details = "; ".join(filter(None, (actor.identification, actor.title, actor.reason)))
    named = f" = {actor.name}" if actor.name and actor.name != actor.span.text else ""
    return f"{actor.span.text!r}{named} [{code or 'no code'}] ({details})"


def _attribution(attribution: Attribution) -> str:
    source = attribution.source
    who = (
        f"{source.span.text!r} ({source.kind}{', anonymous' if source.anonymous else ''})" if source else "nobody named"
    )
    cue = f" {attribution.stance} by {attribution.cue.text!r}" if attribution.cue else f" {attribution.stance}"
    return f"{who}{cue} ({attribution.manner}; {attribution.reason})"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def shortened(text: str, width: int) -> str:
    """`text` on one line, cut to `width` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
