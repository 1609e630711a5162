"""Requests with whatever a person may type, for properties that hold for all of them."""

from __future__ import annotations

from hypothesis import strategies as st

from apiclient_gui.core.model import Auth, Payload, Request, Row

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
ODD = st.text(st.sampled_from("ab%/+&=?;:@ ~.*'\"\\$`!()#[]é日20"), max_size=12)
WORDS = (TEXT | ODD).map(lambda text: text.replace("{{", "{ {"))
NAMES = st.sampled_from(["X-Amz-Meta", "X-Own", "x-own", "Content-Type", "Accept", "User-Agent"])
LINES = st.text(st.sampled_from("ab\n\r\t\x01'\"\\@&=%+é😀"), max_size=12)


def odd_requests(base: str) -> st.SearchStrategy[Request]:
    """Return requests to a server, signed or not; their bodies are texts and forms, without a NUL."""
    return st.builds(
        Request,
        method=st.sampled_from(["GET", "POST", "HEAD", "PATCH"]),
        url=st.builds((base + "/{}?{}").format, WORDS.map(lambda t: t.replace("?", "")), WORDS),
        params=st.lists(st.builds(Row, WORDS, WORDS), max_size=3).map(tuple),
        headers=st.lists(st.builds(Row, NAMES, WORDS), max_size=4).map(tuple),
        body=st.builds(Payload, st.sampled_from(["text", "json"]), WORDS | LINES)
        | st.builds(
            Payload,
            st.just("form"),
            rows=st.lists(st.builds(Row, WORDS, WORDS), max_size=3).map(tuple),
        ),
        auth=st.sampled_from([Auth("sigv4", options={"region": "r", "service": "s"}), Auth()]),
    )
