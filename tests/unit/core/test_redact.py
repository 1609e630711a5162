"""Masking: by place, by value, and in every log record; what is no secret stays readable."""

from __future__ import annotations

import base64
import json
import logging
import threading
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apiclient_gui.core import redact
from apiclient_gui.core.finding import Action, Evidence, Finding
from apiclient_gui.core.model import Request, Row
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK, Secret

TOKEN = "FwoGZXIvYXdz/EBYa+DEXAMPLE=="

# ---------------------------------------------------------------- by place


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "AUTHORIZATION",
        "x-api-key",
        "X-Amz-Security-Token",
        "Cookie",
        "Set-Cookie",
        "Proxy-Authorization",
    ],
)
def test_secret_headers_are_masked_whole(name: str) -> None:
    assert redact.header(name, "Bearer abc") == MASK
    assert redact.headers([(name, "a"), ("Accept", "b")]) == [(name, MASK), ("Accept", "b")]
    assert (
        redact.canonical(f"GET\n/\n\n{name}: Bearer abc\nx:1") == f"GET\n/\n\n{name}: {MASK}\nx:1"
    )


@pytest.mark.parametrize("name", ["Accept", "X-Amz-Date", "X-Authorization-Kind", "Content-Type"])
def test_other_headers_stay(name: str) -> None:
    assert redact.header(name, "abc") == "abc"
    assert redact.canonical(f"{name}: abc") == f"{name}: abc"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("https://h/?X-Amz-Signature=0a1b&b=1", f"https://h/?X-Amz-Signature={MASK}&b=1"),
        (
            "https://h/?a=1&x-amz-security-token=t%2F#f",
            f"https://h/?a=1&x-amz-security-token={MASK}#f",
        ),
        ("https://h/?x-api-key=k", f"https://h/?x-api-key={MASK}"),
        ("/cb#access_token=t&id_token=u&b=1", f"/cb#access_token={MASK}&id_token={MASK}&b=1"),
        ("https://h/?my-x-api-key=k", "https://h/?my-x-api-key=k"),
        ("https://me:pass@h/a", f"https://me:{MASK}@h/a"),
        ("https://me:p@ss:w@h/a@b", f"https://me:{MASK}@h/a@b"),
        ("HTTPS://:pw@h", f"HTTPS://:{MASK}@h"),
        ("https://me@h/", "https://me@h/"),
        ("https://h:8080/a:b@c", "https://h:8080/a:b@c"),
        (
            "see https://a:one@h and https://b:two@h",
            f"see https://a:{MASK}@h and https://b:{MASK}@h",
        ),
    ],
)
def test_urls(text: str, masked: str) -> None:
    assert redact.url(text) == masked


def test_a_canonical_query_is_masked_at_its_beginning_too() -> None:
    text = "GET\n/\nX-Amz-Security-Token=abc&X-Amz-SignedHeaders=host\nhost:h"
    assert redact.canonical(text) == text.replace("abc", MASK)


def test_a_signature_is_masked_wherever_it_stands() -> None:
    text = f"AWS4-HMAC-SHA256 Credential=AKIA/x, SignedHeaders=host, Signature={'0a' * 32}"
    assert redact.canonical(text) == text.replace("0a" * 32, MASK)


def test_a_raw_message_keeps_its_line_ends() -> None:
    raw = "GET / HTTP/1.1\r\nAuthorization: Basic eA==\r\nHost: h\r\n\r\n"
    assert redact.canonical(raw) == raw.replace("Basic eA==", MASK)


@pytest.mark.parametrize("text", ["a." * 500_000, "://a:" * 200_000, "Credential=" * 100_000])
def test_long_texts_are_read_in_one_go(text: str) -> None:
    assert redact.canonical(text) == text


# ---------------------------------------------------------------- by value


def redactor(*values: str) -> Redactor:
    made = Redactor()
    for value in values:
        made.learn(Secret(value))
    return made


@pytest.mark.parametrize(
    "form",
    [
        TOKEN,
        quote(TOKEN),
        quote(TOKEN, safe=""),
        quote_plus(TOKEN),
        base64.b64encode(TOKEN.encode()).decode(),
        base64.b64encode(TOKEN.encode()).decode().rstrip("="),
        base64.urlsafe_b64encode(TOKEN.encode()).decode(),
        json.dumps(TOKEN),
        repr(TOKEN),
    ],
)
def test_each_form_of_a_value_is_masked(form: str) -> None:
    text = redactor(TOKEN).text(f"<{form}>")
    assert MASK in text
    for piece in (TOKEN, form.strip("\"'=")):
        assert piece not in text


@pytest.mark.parametrize("value", ['pass"word\\1', "pässwörd\n2", "日本語日本語", "tab\tbed 'x'"])
def test_values_that_json_and_repr_escape(value: str) -> None:
    made = redactor(value)
    for form in (json.dumps(value), json.dumps(value, ensure_ascii=False), repr(value)):
        assert made.text(form).strip("\"'") == MASK


@pytest.mark.parametrize("shift", [0, 1, 2, 3])
@pytest.mark.parametrize("code", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_value_inside_base64_is_masked(shift: int, code: Callable[[bytes], bytes]) -> None:
    for plain in (TOKEN, quote_plus(TOKEN)):
        coded = code(f"{'u' * shift}:{plain}:x".encode()).decode()
        text = redactor(TOKEN).text(f"Basic {coded}")
        assert MASK in text
        assert len(text) < len("Basic ") + len(MASK) + 14, "what stands around it, and no more"


@pytest.mark.parametrize(
    "form",
    [
        quote(quote(TOKEN)),  # the path in a canonical request
        quote(TOKEN, safe="").lower(),
        quote(TOKEN, safe="/+="),  # as a server may write it into a Location
    ],
)
def test_other_ways_to_percent_encode_are_masked(form: str) -> None:
    value = TOKEN.lower() if form.islower() else TOKEN
    assert redactor(value).text(f"/{form}?") == f"/{MASK}?"


def test_claims_and_signature_of_a_token_are_masked_on_their_own() -> None:
    head, claims, signature = "eyJhbGciOiJSUzI1NiJ9", "eyJzdWIiOiJjYXJvbCJ9", "c2lnbmF0dXJlLW9m"
    made = redactor(f"{head}.{claims}.{signature}")
    assert made.text(f"{head} {claims} {signature}") == f"{head} {MASK} {MASK}"


def test_the_longer_of_two_values_goes_first() -> None:
    assert redactor("abcdef", "abcdefgh").text("abcdefgh abcdef") == f"{MASK} {MASK}"


def test_each_value_can_be_replaced_by_a_word_of_its_own() -> None:
    made = redactor("planted-one/", "planted-two")
    asked: list[str] = []

    def instead(form: str) -> str:
        asked.append(form)
        return f"<{len(asked)}>"

    text = "planted-one/ planted-two planted-one%2F planted-one/"
    assert made.replaced(text, instead).count("<") == 4
    assert "planted" not in made.replaced(text, instead)
    assert made.replaced("nothing of it", instead) == "nothing of it"


def test_blanks_that_came_along_by_pasting_hide_nothing() -> None:
    assert redactor(f"  {TOKEN}\n").text(f"sent {TOKEN}.") == f"sent {MASK}."


@pytest.mark.parametrize("value", ["", "a", "12345", "  abc  "])
def test_short_values_do_not_mask_ordinary_words(value: str) -> None:
    assert redactor(value).text("a 12345 abc of ordinary words") == "a 12345 abc of ordinary words"


def test_without_values_places_are_masked_all_the_same() -> None:
    assert Redactor().text("Cookie: a=b") == f"Cookie: {MASK}"


def test_a_value_with_half_a_character_is_learnt() -> None:
    assert redactor("secret\ud800").text("x secret\ud800") == f"x {MASK}"


# With the mask's own character in it, a value could come about anew from masks and what stands around them.
values = st.text(min_size=6, max_size=60).filter(
    lambda value: len(value.strip()) >= 6 and MASK[0] not in value
)


@given(value=values, before=st.text(max_size=50), after=st.text(max_size=50))
@example(value="0" * 6, before="0" * 5, after="0" * 5)
@example(value="a&b=c/", before="", after="")
@example(value="a b/c d", before="", after="")
def test_nothing_of_a_value_remains(value: str, before: str, after: str) -> None:
    value = value.strip()
    raw = value.encode("utf-8", "surrogatepass")
    made = redactor(value)
    for form in (value, quote(raw), quote(raw, safe=""), base64.b64encode(raw).decode()):
        assert value not in made.text(f"{before} {form} {after}")
        assert form not in made.text(f"{before} {form} {after}")


def test_learning_and_reading_on_many_threads() -> None:
    made = Redactor()
    learnt = [f"secret-{number:04}-{number:04}" for number in range(200)]
    leaks: list[str] = []

    def work(part: list[str]) -> None:
        for value in part:
            made.learn(Secret(value))
            if value in made.text(f"a {value} b"):
                leaks.append(value)

    threads = [threading.Thread(target=work, args=(learnt[i::4],)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert leaks == []
    assert made.text(" ".join(learnt)) == " ".join([MASK] * 200)


# ---------------------------------------------------------------- what is told


def test_a_finding_says_no_value_and_its_actions_stay() -> None:
    url = f"https://h/?a={TOKEN}"
    told = redactor(TOKEN).finding(
        Finding(
            id="x",
            severity="error",
            title=f"{TOKEN} is no host",
            detail=f"It said: {TOKEN}",
            evidence=(Evidence("Location", url),),
            remedy=f"Not {quote_plus(TOKEN)}.",
            actions=(Action("follow_redirect", "Send there", {"url": url}),),
        )
    )
    assert (told.title, told.detail) == (f"{MASK} is no host", f"It said: {MASK}")
    assert told.evidence == (Evidence("Location", f"https://h/?a={MASK}"),)
    assert told.remedy == f"Not {MASK}."
    assert told.actions[0].parameters == {"url": url}


@pytest.mark.parametrize("cut", [12, 20, len(TOKEN) - 1])
def test_a_value_that_was_cut_is_masked_where_it_is_quoted(cut: int) -> None:
    piece = TOKEN[:cut]
    assert redactor(TOKEN).quoted(f"{piece} and {piece}") == f"{MASK} and {MASK}"
    assert redactor(TOKEN).quoted(TOKEN[:11]) == TOKEN[:11]


def test_headers_are_masked_by_name_and_by_value() -> None:
    pairs = [("Set-Cookie", "a=b"), ("X-Echo", f"got {TOKEN}"), ("A", "1")]
    masked = [("Set-Cookie", MASK), ("X-Echo", f"got {MASK}"), ("A", "1")]
    assert redactor(TOKEN).headers(pairs) == masked


def test_bytes_are_masked_and_others_stay() -> None:
    content = b"\xff" + TOKEN.encode() + b"\x00"
    assert redactor(TOKEN).content(content) == b"\xff" + MASK.encode() + b"\x00"


def test_one_that_knows_more_teaches_the_first_nothing() -> None:
    first = redactor(TOKEN)
    assert first.knowing(["another-value"]).text(f"{TOKEN} another-value") == f"{MASK} {MASK}"
    assert first.text("another-value") == "another-value"


# ---------------------------------------------------------------- log records


@pytest.fixture
def guarded() -> Iterator[Redactor]:
    before = logging.getLogRecordFactory()
    made = redactor(TOKEN)
    redact.guard_logging(made)
    yield made
    logging.setLogRecordFactory(before)


class Kept(logging.Handler):
    """A handler of somebody else, which knows nothing of us."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(self.format(record))


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler = Kept()
    logger = logging.getLogger("tests.redact")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)
    logger.propagate = True


LOG = logging.getLogger("tests.redact")


@pytest.mark.usefixtures("guarded")
def test_arguments_of_records_are_masked(kept: Kept) -> None:
    LOG.debug("token %s, %r", TOKEN, {"a": TOKEN})
    LOG.info("100%% of %(token)s", {"token": TOKEN})
    LOG.info("100% plain")
    assert kept.texts == [
        f"token {MASK}, {{'a': '{MASK}'}}",
        f"100% of {MASK}",
        "100% plain",
    ]


@pytest.mark.usefixtures("guarded")
def test_records_as_botocore_writes_them_at_debug(kept: Kept) -> None:
    unknown = "IQoJb3JpZ2luX2VjE-not-learnt"
    LOG.debug("Calculating signature using v4 auth.")
    LOG.debug("CanonicalRequest:\n%s", f"GET\n/\n\nhost:h\nx-amz-security-token:{unknown}\n\nhost")
    LOG.debug("Making request %s", {"headers": {"X-Amz-Security-Token": TOKEN}})
    text = "\n".join(kept.texts)
    assert unknown not in text
    assert TOKEN not in text
    assert "host:h" in text


@pytest.mark.usefixtures("guarded")
def test_what_an_exception_says_is_masked(kept: Kept) -> None:
    try:
        raise ValueError(TOKEN)  # noqa: TRY301  # the record of it is what is tested
    except ValueError:
        LOG.exception("failed")
    assert "ValueError" in kept.texts[0]
    assert TOKEN not in kept.texts[0]


@pytest.mark.usefixtures("guarded")
def test_wrong_arguments_of_a_library_end_nothing(kept: Kept) -> None:
    LOG.info("%s %s", TOKEN)  # noqa: PLE1206  # the slip is what is tested
    LOG.info("%d", "x")
    LOG.info("%(a)s", {"b": TOKEN})
    assert len(kept.texts) == 3
    assert TOKEN not in "".join(kept.texts)


@pytest.mark.usefixtures("guarded")
def test_a_handler_set_before_and_caplog_get_masked_records(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG, logger="tests.redact.caplog"):
        logging.getLogger("tests.redact.caplog").warning("got %s", TOKEN)
    assert caplog.messages == [f"got {MASK}"]
    assert TOKEN not in caplog.text
    assert caplog.records[0].args is None


def test_a_value_learnt_later_is_masked_from_then_on(guarded: Redactor, kept: Kept) -> None:
    LOG.info("later-known")
    guarded.learn(Secret("later-known"))
    LOG.info("later-known")
    assert kept.texts == ["later-known", MASK]


def test_secrets_typed_into_a_request_are_named_and_variables_are_not() -> None:
    request = Request(
        headers=(
            Row("authorization ", "Bearer x"),
            Row("X-Api-Key", "{{key}}"),
            Row("Cookie", ""),
            Row("Accept", "y"),
        ),
        params=(Row("X-Amz-Signature", "abc"), Row("limit", "10")),
    )
    assert redact.typed_in_clear(request) == ("authorization", "X-Amz-Signature")


def test_a_text_of_megabytes_is_learnt_by_its_beginning() -> None:
    redactor = Redactor()
    value = "planted-" + "x" * 3_000_000
    redactor.learn(Secret(value))
    assert "planted-" not in redactor.text(f"it is {value[:20_000]}")
