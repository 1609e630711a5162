"""No authorization: the request goes out as it was composed."""

from __future__ import annotations

from apiclient_gui.core.auth.base import Scheme, Terms
from apiclient_gui.core.model import Authorisation, Prepared


def _apply(prepared: Prepared, terms: Terms) -> tuple[Prepared, Authorisation]:
    return prepared, Authorisation(MEMBER.id, terms.identity)


MEMBER = Scheme(
    id="none",
    title="None",
    summary="Nothing is added: for public methods, and for a header you write yourself.",
    fields=(),
    strict=False,
    wants=None,
    apply=_apply,
)
