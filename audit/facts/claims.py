"""Every claim of the interview that an export could test, in words, beside its measurement."""

from collections.abc import Iterator

from audit.content.loader import Content
from audit.facts.claim_checks import Belief
from audit.facts.facts import Facts
from audit.model import Claim, Id, Key, Text, split_key


def make_claims(facts: Facts, content: Content) -> tuple[Claim, ...]:
    """In the order of the questions; a claim nobody made and a figure nobody measured are not here."""
    keys = [key for key in facts.by_key if key in facts.beliefs]
    return tuple(_claim(key, belief, content) for key in keys for belief in facts.beliefs[key])


def _claim(key: Key, belief: Belief, content: Content) -> Claim:
    question, place = split_key(key)
    percent = belief.part is not None or content.questions[question].kind == "percent"
    return Claim(
        key=key,
        what=_what(question, place, belief, content),
        claimed=belief.claimed,
        measured=belief.measured,
        low=belief.low,
        high=belief.high,
        cases=belief.cases,
        unit="percent" if percent else "number",
        verdict=belief.verdict,
        channel=content.named(place) if belief.part and place else None,
        step=content.named(belief.part) if belief.part else None,
        to=content.named(belief.to) if belief.to else None,
        whole=belief.whole,
    )


def _what(question: Id, place: Id | None, belief: Belief, content: Content) -> Text:
    if belief.part and belief.to and place:
        steps = {"step": content.named(belief.part), "to": content.named(belief.to)}
        return content.tell("claim_step", channel=content.named(place), **steps)
    what = content.prose.get(f"claim_{question}") or content.say(
        content.questions[question].ask, place=content.named(place) if place else ""
    )
    return content.tell("claim_place", what=what, place=content.named(place)) if place else what


def lines(claims: tuple[Claim, ...], content: Content) -> Iterator[Text]:
    """For a terminal."""
    for claim in claims:
        values = {"what": claim.what, "claimed": claim.claimed, "measured": round(claim.measured, 2)}
        values["verdict"] = content.messages[f"verdict_{claim.verdict}"]
        line = "claim_line_bare"
        if claim.low is not None and claim.high is not None and claim.cases is not None:
            line = "claim_line"
            values |= {"low": round(claim.low, 2), "high": round(claim.high, 2), "cases": claim.cases}
        yield content.say(content.messages[line], **values)
