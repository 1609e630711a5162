"""A presigned URL was used after its life had ended."""

from __future__ import annotations

from datetime import timedelta

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.presigned import EXPIRED, Life, expired
from apiclient_gui.core.diagnosis.base import (
    Cause,
    choose_identity,
    correct_clock,
    gateway_words,
    open_place,
    row,
    send_again,
    utc,
)
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.spans import in_words

_SOURCE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html"
)
_CLOSE = timedelta(minutes=1)  # an offset below it is no reason


def _explain(case: Case) -> Finding | None:
    life = expired(case)
    if life is None and not (case.says(EXPIRED) and not case.named("RequestExpired")):
        return None
    slow = _slow_by(case, life)
    title = f"The presigned URL is over: it held for {in_words(life.seconds)}" if life else ""
    if slow and life:
        title = (
            f"The presigned URL was over early: the clock that signed is {in_words(slow)} behind"
        )
    return MEMBER.found(
        "certain",
        title=title,
        detail="A presigned URL holds for the seconds in X-Amz-Expires, counted from X-Amz-Date, and no longer than the "
        "temporary keys that made it. This one was used later.",
        evidence=(
            row("Lifetime", f"{life.seconds} s ({in_words(life.seconds)})" if life else ""),
            row("Signed at", utc(life.signed_at) if life else ""),
            row("Over since", utc(life.ends_at) if life else ""),
            row("Gateway's clock", utc(life.judged_at) if life else ""),
            row("Clock differs by", in_words(slow) if slow else ""),
            gateway_words(case),
        ),
        remedy=_remedy(case, slow),
        actions=_actions(case, slow),
    )


def _slow_by(case: Case, life: Life | None) -> timedelta | None:
    """Return by how much this computer's slow clock took from the URL's life, if it did and signed it."""
    offset = timedelta(seconds=case.clock_offset or 0)
    if not _made_here(case) or offset <= _CLOSE or life is None:
        return None
    held = life.ends_at and life.judged_at and life.judged_at < life.ends_at + offset
    return offset if held else None


def _made_here(case: Case) -> bool:
    return case.authorisation is not None and case.authorisation.signature is not None


def _remedy(case: Case, slow: timedelta | None) -> str:
    if slow:
        return "Correct the clock for this run and send again; better, set the clock of this computer right."
    if _made_here(case):
        return "Sign anew with the present time and send; a longer life can be set, up to 7 days."
    return "Ask for a new URL, or take the X-Amz-… parameters out of this one and sign it here."


def _actions(case: Case, slow: timedelta | None) -> tuple[Action, ...]:
    again, longer = send_again("Sign anew and send"), open_place("auth", "Set a longer life")
    if slow:
        return (correct_clock(slow.total_seconds()), again, longer)
    if _made_here(case) or case.prepared is None:
        return (again, longer)
    return (open_place("params", "Open the parameters"), choose_identity("Sign it here"))


MEMBER = Cause(
    id="presigned_url_expired",
    title="The presigned URL is over",
    explain=_explain,
    when="`Request has expired`, or `Signature expired: …` to a presigned URL beyond its X-Amz-Expires",
    action="send_again",
    source=_SOURCE,
)
