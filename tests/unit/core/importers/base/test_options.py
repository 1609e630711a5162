"""Options in all the ways they are written."""

from __future__ import annotations

from apiclient_gui.core.importers.base import options
from apiclient_gui.core.importers.base.command import Word
from apiclient_gui.core.importers.base.options import Option, Table

TABLE = Table(
    frozenset({"data", "request"}), frozenset({"silent", "head"}), {"d": "data", "X": "request", "s": "silent", "I": "head"}
)  # fmt: skip


def read(*texts: str) -> options.Options:
    return options.read([Word(text, 0) for text in texts], TABLE)


def test_long_and_short_ways() -> None:
    found = read("--data", "a", "--data=b=c", "-d", "d", "-de", "-sIX", "PUT", "--no-silent", "url")
    assert found.every == (
        Option("data", "a"),
        Option("data", "b=c"),
        Option("data", "d"),
        Option("data", "e"),
        Option("silent"),
        Option("head"),
        Option("request", "PUT"),
        Option("no-silent"),
        Option("", "url"),
    )
    assert found.all("data") == ("a", "b=c", "d", "e")
    assert found.last("data", "request") == "PUT"
    assert found.last("none") is None
    assert found.has("head")
    assert found.present(("none", "head")) == ("head",)


def test_the_end_of_options_and_of_the_request() -> None:
    assert read("--", "-d").every == (Option("", "-d"),)
    ended = read("a", "--next", "b")
    assert (ended.every, ended.ended) == ((Option("", "a"),), True)
    assert read("-").every == (Option("", "-"),)


def test_an_option_without_its_argument_has_an_empty_one() -> None:
    assert read("-d").every == (Option("data", ""),)


def test_unknown_options_are_named_and_what_follows_is_doubtful() -> None:
    found = read("--dat", "a", "b", "-sQ", "c")
    assert found.unknown == ("--dat", "-Q")
    assert found.every == (Option("", "a", doubtful=True), Option("", "b"), Option("silent"), Option("", "c", doubtful=True))  # fmt: skip
    (finding,) = options.unknown(found, "curl")
    assert [row.value for row in finding.evidence] == ["--dat", "-Q"]
    assert not list(options.unknown(read("-s"), "curl"))
