"""The proxy that could not be reached: where its address comes from, and so where it is put right."""

from __future__ import annotations

from apiclient_gui.core.case.known import Case


def remedy(case: Case) -> str:
    """Return what to do about a proxy that does not work: the request's own comes before all others."""
    if case.proxy:
        return "Correct the proxy in the request's settings (--proxy in a terminal); none sends without one."
    return "Correct the proxy in the preferences, or HTTPS_PROXY or HTTP_PROXY, or except this host with NO_PROXY."
