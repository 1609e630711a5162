"""The API key that goes along with whatever else authorises a request: API Gateway's usage plans count by it.

Source: API Gateway Developer Guide, "Choose an API key source" (header x-api-key).
"""

from __future__ import annotations

from dataclasses import replace

from apiclient_gui.core import urls
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import ApiKey, Header, Origin, Prepared, QueryItem
from apiclient_gui.core.secret import Secret


def add(prepared: Prepared, slot: ApiKey, key: Secret) -> Prepared:
    """Return the request with the key in its header or query parameter.

    Raises Problem("refused") when one of that name was typed in. It is added before the scheme is applied: a key in the
    query is part of what SigV4 signs.
    """
    name, origin = slot.name.strip() or "x-api-key", Origin("scheme", name="api_key")
    if slot.place == "query":
        if any(item.name == urls.strict(name) for item in prepared.query):
            raise _twice(name, "params")
        item = QueryItem(urls.strict(name), urls.strict(key.reveal()), origin)
        return replace(prepared, query=(*prepared.query, item))
    if prepared.header(name) is not None:
        raise _twice(name, "headers")
    return replace(prepared, headers=(*prepared.headers, Header(name, key.reveal(), origin)))


def _twice(name: str, place: str) -> Problem:
    return Problem(
        "refused",
        Finding(
            id="two_api_keys",
            severity="error",
            title=f"{name} is set already, and the API key would set it again",
            detail="Nothing was sent.",
            evidence=(Evidence("Set by you", name),),
            remedy=f"Take {name} out of the request, or choose no API key in Auth.",
            actions=(Action("open_place", "Go there", {"place": place}),),
        ),
    )
