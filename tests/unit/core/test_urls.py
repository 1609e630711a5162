"""URLs taken apart and escaped: nothing is decoded that need not be, nothing goes out that is illegal."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core import urls


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("https://h/a?b=1", ("https", "h", "/a", "b=1")),
        ("HTTPS://H:1/a", ("https", "H:1", "/a", None)),
        ("https://h", ("https", "h", "", None)),
        ("https://h?", ("https", "h", "", "")),
        ("https://h?a/b?c", ("https", "h", "", "a/b?c")),
        ("https://h/#x?y=1", ("https", "h", "/", None)),
        ("h/a", ("", "h", "/a", None)),
        ("h:80", ("", "h:80", "", None)),
        ("/a", ("", "", "/a", None)),
        ("h/?u=http://x", ("", "h", "/", "u=http://x")),
        ("//h/a", ("", "", "//h/a", None)),
        ("", ("", "", "", None)),
        ("https://[::1]:80/a", ("https", "[::1]:80", "/a", None)),
    ],
)
def test_splitting(text: str, parts: tuple[str, str, str, str | None]) -> None:
    cut = urls.split(text)
    assert (cut.scheme, cut.authority, cut.path, cut.query) == parts


@pytest.mark.parametrize("text", ["https://h/a?b=1", "h", "https://h?x", "h/a#f", "https://h"])
def test_offsets_point_into_the_text(text: str) -> None:
    cut = urls.split(text)
    assert text[cut.path_start :].startswith(cut.path)
    assert text[cut.query_start :].startswith(cut.query or "")


@pytest.mark.parametrize(
    ("before", "place"),
    [
        ("", "authority"),
        ("https:", "authority"),
        ("https://", "authority"),
        ("https://h", "authority"),
        ("https://h:", "authority"),
        ("https://h/", "path"),
        ("h/a", "path"),
        ("https://h?", "query"),
        ("https://h/a?b=c/", "query"),
        ("https://h/a#", "fragment"),
    ],
)
def test_where_a_text_ends(before: str, place: str) -> None:
    assert urls.place(before) == place


@pytest.mark.parametrize(
    ("before", "value", "encoded"),
    [
        ("", "https://h/a?b=c d", "https://h/a?b=c d"),
        ("https://", "h:80", "h:80"),
        ("https://h/", "a/b?c#d e%", "a/b%3Fc%23d%20e%25"),
        ("https://h/?a=", "b&c=d/e+f g%#", "b%26c%3Dd%2Fe%2Bf%20g%25%23"),
        ("https://h/?", "é", "%C3%A9"),
    ],
)
def test_a_value_is_data_where_it_stands(before: str, value: str, encoded: str) -> None:
    assert urls.encode_value(before, value) == encoded


@pytest.mark.parametrize(
    ("path", "loose", "strict"),
    [
        ("", "/", "/"),
        ("/a b", "/a%20b", "/a%20b"),
        ("/%7euser%2f%41", "/%7euser%2f%41", "/~user%2FA"),
        ("/a;b,c:d@e!f$g&h'i(j)k*l+m=n", *["/a;b,c:d@e!f$g&h'i(j)k*l+m=n"] * 2),
        ("/100%", "/100%25", "/100%25"),
        ("/%zz%4", "/%25zz%254", "/%25zz%254"),
        ("/é", "/%C3%A9", "/%C3%A9"),
        ('/"<>[]{}|\\^`', *["/%22%3C%3E%5B%5D%7B%7D%7C%5C%5E%60"] * 2),
        ("/a//./../b", "/a//./../b", "/a//./../b"),
        ("/%25%2525", "/%25%2525", "/%25%2525"),
    ],
)
def test_paths_on_the_wire(path: str, loose: str, strict: str) -> None:
    assert urls.wire_path(path, strict=False) == loose
    assert urls.wire_path(path, strict=True) == strict


@pytest.mark.parametrize(
    ("item", "loose", "strict"),
    [
        ("a=1", ("a", "1"), ("a", "1")),
        ("flag", ("flag", None), ("flag", "")),
        ("flag=", ("flag", ""), ("flag", "")),
        ("=v", ("", "v"), ("", "v")),
        ("a=b=c", ("a", "b=c"), ("a", "b%3Dc")),
        ("a=x+y", ("a", "x+y"), ("a", "x%20y")),
        ("a=%3d", ("a", "%3d"), ("a", "%3D")),
        ("a=%7E%41", ("a", "%7E%41"), ("a", "~A")),
        ("a=100%", ("a", "100%25"), ("a", "100%25")),
        ("a= é", ("a", "%20%C3%A9"), ("a", "%20%C3%A9")),
        ("q=a:b,c/d@e;f?g", ("q", "a:b,c/d@e;f?g"), ("q", "a%3Ab%2Cc%2Fd%40e%3Bf%3Fg")),
        ("a=%FF", ("a", "%FF"), ("a", "%FF")),
    ],
)
def test_query_items_on_the_wire(
    item: str, loose: tuple[str, str | None], strict: tuple[str, str]
) -> None:
    assert urls.wire_query_item(item, strict=False) == loose
    assert urls.wire_query_item(item, strict=True) == strict


# aws-c-auth and botocore agree on these, also where RFC 3986 would leave a slash at the end.
@pytest.mark.parametrize(
    ("path", "clean"),
    [
        ("/", "/"),
        ("//", "/"),
        ("/./", "/"),
        ("/..", "/"),
        ("/../../a", "/a"),
        ("/a/../b//c/./d", "/b/c/d"),
        ("/a//../b", "/b"),
        ("/a/b/..", "/a"),
        ("/a/b/../", "/a/"),
        ("/a/.", "/a"),
        ("/a/./", "/a/"),
        ("/a/", "/a/"),
        ("/a..b/.c/...", "/a..b/.c/..."),
        ("/%2E%2E/a", "/%2E%2E/a"),
    ],
)
def test_dot_segments(path: str, clean: str) -> None:
    assert urls.without_dots(path) == clean


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_strict_form_is_reached_in_one_step_and_loses_nothing(text: str) -> None:
    path = urls.wire_path("/" + text.replace("%", ""), strict=True)
    assert urls.wire_path(path, strict=True) == path
    assert path.isascii()
    name, value = urls.wire_query_item(text, strict=True)
    assert urls.wire_query_item(f"{name}={value}", strict=True) == (name, value)
    assert unquote_to_bytes(urls.strict(text)) == text.encode()


@given(st.text("ab./%", max_size=30))
def test_paths_without_dots_stay_so(text: str) -> None:
    clean = urls.without_dots("/" + text)
    assert clean.startswith("/")
    assert "//" not in clean
    assert not {".", ".."} & set(clean.split("/"))
    assert urls.without_dots(clean) == clean


def test_encoding_again() -> None:
    assert urls.strict_path_again("/a%20b/c=d~-_.") == "/a%2520b/c%3Dd~-_."
