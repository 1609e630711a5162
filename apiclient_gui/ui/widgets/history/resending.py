"""What was sent once, sent again: opened as a request that is not saved, with its environment by name."""

from __future__ import annotations

from typing import Final

from apiclient_gui.core.finding import Action
from apiclient_gui.core.history import Kept
from apiclient_gui.core.model import Origin
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.state import State

_ELSEWHERE: Final = frozenset({"show_url", "open_identity", "start_practice", "inspect_token"})
_PLACES: Final = {"header": "headers", "parameter": "params", "body": "body", "proxy": "settings"}


def open_request(state: State, kept: Kept) -> bool:
    """Show the request in a new tab of Requests, and say what it needs before it can be sent; return whether nothing."""
    request, environment = kept.exchange.request, kept.exchange.environment
    known = [one.name for one in state.snapshot.environments]
    if environment in {"", *known}:
        state.choose_environment(environment)
    state.open(StoredRequest("", request))
    first = kept.unfilled[0].partition(" ")[0] if kept.unfilled else ""
    place = _PLACES.get(first, "url")
    state.asked.emit(Action("open_place", "Open the request", {"place": place}))
    if kept.unfilled:
        state.told.emit(f"Fill in before you send: {', '.join(kept.unfilled)}", False)
        return False
    if environment and environment not in known:
        words = f"This workspace has no environment {environment}: choose one before you send"
        state.told.emit(words, False)
        return False
    return True


def resend(state: State, kept: Kept) -> None:
    """Send the request again in a new tab of Requests, signed anew; where something is missing it is only opened."""
    if open_request(state, kept):
        state.send(state.tabs.current.request)


def perform(state: State, kept: Kept, action: Action) -> None:
    """Do what a finding of a kept exchange proposes, to its request, opened in a new tab."""
    if action.key in _ELSEWHERE:
        state.perform(action)
        return
    ready = open_request(state, kept)
    state.tabs.current.sent = state.tabs.current.request
    if ready or action.key in {"open_place", "choose_identity", "choose_api_key"}:
        state.perform(action)


def point(state: State, kept: Kept, origin: Origin) -> None:
    """Open the request and show where a line of its signature came from."""
    open_request(state, kept)
    state.point(origin)
