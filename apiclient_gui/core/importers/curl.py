"""A curl command becomes a request: the same bytes go out, credentials leave it, what cannot be said here is told.

Source: curl's manual page (curl.se/docs/manpage.html); behaviour checked with curl 7.88.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from apiclient_gui.core import urls, variables
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.importers.base import Imported, Importer, authorisation, bodies, words
from apiclient_gui.core.importers.base.authorisation import Taken
from apiclient_gui.core.importers.base.command import unreadable
from apiclient_gui.core.importers.base.options import Options, Table, left_out, read, unknown
from apiclient_gui.core.model import Auth, Payload, Request, Row, Settings
from apiclient_gui.core.prepare.body import FORM

_VALUED: Final = frozenset({
    "abstract-unix-socket", "alt-svc", "aws-sigv4", "cacert", "capath", "cert", "cert-type", "ciphers", "config",
    "connect-timeout", "connect-to", "continue-at", "cookie", "cookie-jar", "create-file-mode", "crlfile", "curves",
    "data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "delegation", "dns-interface",
    "dns-ipv4-addr", "dns-ipv6-addr", "dns-servers", "doh-url", "dump-header", "ech", "egd-file", "engine",
    "etag-compare", "etag-save", "expect100-timeout", "form", "form-string", "ftp-account",
    "ftp-alternative-to-user", "ftp-method", "ftp-port", "ftp-ssl-ccc-mode", "happy-eyeballs-timeout-ms",
    "haproxy-clientip", "header", "help", "hostpubmd5", "hostpubsha256", "hsts", "interface", "ip-tos",
    "ipfs-gateway", "json", "keepalive-cnt", "keepalive-time", "key", "key-type", "krb", "libcurl", "limit-rate",
    "local-port", "login-options", "mail-auth", "mail-from", "mail-rcpt", "max-filesize", "max-redirs", "max-time",
    "netrc-file", "noproxy", "oauth2-bearer", "output", "output-dir", "parallel-max", "pass", "pinnedpubkey",
    "preproxy", "proto", "proto-default", "proto-redir", "proxy", "proxy-cacert", "proxy-capath", "proxy-cert",
    "proxy-cert-type", "proxy-ciphers", "proxy-crlfile", "proxy-header", "proxy-key", "proxy-key-type",
    "proxy-pass", "proxy-pinnedpubkey", "proxy-service-name", "proxy-tls13-ciphers", "proxy-tlsauthtype",
    "proxy-tlspassword", "proxy-tlsuser", "proxy-user", "proxy1.0", "pubkey", "quote", "random-file", "range",
    "rate", "referer", "request", "request-target", "resolve", "retry", "retry-delay", "retry-max-time",
    "sasl-authzid", "service-name", "socks4", "socks4a", "socks5", "socks5-gssapi-service", "socks5-hostname",
    "speed-limit", "speed-time", "stderr", "telnet-option", "tftp-blksize", "time-cond", "tls-max", "tls13-ciphers",
    "tlsauthtype", "tlspassword", "tlsuser", "trace", "trace-ascii", "trace-config", "unix-socket", "upload-file",
    "url", "url-query", "user", "user-agent", "variable", "vlan-priority", "write-out",
})  # fmt: skip
_PLAIN: Final = frozenset({
    "alpn", "anyauth", "append", "basic", "buffer", "ca-native", "cert-status", "clobber", "compressed",
    "compressed-ssh", "create-dirs", "crlf", "digest", "disable", "disable-eprt", "disable-epsv",
    "disallow-username-in-url", "doh-cert-status", "doh-insecure", "fail", "fail-early", "fail-with-body",
    "false-start", "form-escape", "ftp-create-dirs", "ftp-pasv", "ftp-pret", "ftp-skip-pasv-ip", "ftp-ssl-ccc",
    "ftp-ssl-control", "get", "globoff", "haproxy-protocol", "head", "http0.9", "http1.0", "http1.1", "http2",
    "http2-prior-knowledge", "http3", "http3-only", "ignore-content-length", "include", "insecure", "ipv4", "ipv6",
    "junk-session-cookies", "keepalive", "list-only", "location", "location-trusted", "mail-rcpt-allowfails",
    "manual", "metalink", "mptcp", "negotiate", "netrc", "netrc-optional", "npn", "ntlm", "ntlm-wb", "parallel",
    "parallel-immediate", "path-as-is", "post301", "post302", "post303", "progress-bar", "progress-meter",
    "proxy-anyauth", "proxy-basic", "proxy-ca-native", "proxy-digest", "proxy-http2", "proxy-insecure",
    "proxy-negotiate", "proxy-ntlm", "proxy-ssl-allow-beast", "proxy-ssl-auto-client-cert", "proxy-tlsv1",
    "proxytunnel", "raw", "remote-header-name", "remote-name", "remote-name-all", "remote-time", "remove-on-error",
    "retry-all-errors", "retry-connrefused", "sasl-ir", "sessionid", "show-error", "silent", "skip-existing",
    "socks5-basic", "socks5-gssapi", "socks5-gssapi-nec", "ssl", "ssl-allow-beast", "ssl-auto-client-cert",
    "ssl-no-revoke", "ssl-reqd", "ssl-revoke-best-effort", "sslv2", "sslv3", "styled-output",
    "suppress-connect-headers", "tcp-fastopen", "tcp-nodelay", "tftp-no-options", "tls-earlydata", "tlsv1",
    "tlsv1.0", "tlsv1.1", "tlsv1.2", "tlsv1.3", "tr-encoding", "trace-ids", "trace-time", "use-ascii", "verbose",
    "version", "xattr",
})  # fmt: skip
_SHORT: Final = {
    "a": "append", "E": "cert", "K": "config", "C": "continue-at", "b": "cookie", "c": "cookie-jar", "d": "data",
    "q": "disable", "D": "dump-header", "f": "fail", "F": "form", "P": "ftp-port", "G": "get", "g": "globoff",
    "I": "head", "H": "header", "h": "help", "0": "http1.0", "i": "include", "k": "insecure", "4": "ipv4", "6": "ipv6",
    "j": "junk-session-cookies", "l": "list-only", "L": "location", "M": "manual", "m": "max-time", "n": "netrc",
    "N": "buffer", "o": "output", "Z": "parallel", "#": "progress-bar", "x": "proxy", "U": "proxy-user",
    "p": "proxytunnel", "Q": "quote", "r": "range", "e": "referer", "J": "remote-header-name", "O": "remote-name",
    "R": "remote-time", "X": "request", "S": "show-error", "s": "silent", "Y": "speed-limit", "y": "speed-time",
    "2": "sslv2", "3": "sslv3", "t": "telnet-option", "z": "time-cond", "1": "tlsv1", "T": "upload-file",
    "B": "use-ascii", "u": "user", "A": "user-agent", "v": "verbose", "V": "version", "w": "write-out",
}  # fmt: skip
_TABLE: Final = Table(_VALUED, _PLAIN, _SHORT)
_NOT_TAKEN: Final = (
    "netrc", "netrc-file", "netrc-optional", "resolve", "connect-to", "config", "unix-socket", "abstract-unix-socket",
    "request-target", "preproxy", "proxy-header", "time-cond", "continue-at", "variable", "capath", "pinnedpubkey",
    "tr-encoding", "pass", "interface", "doh-url",
)  # fmt: skip
_OTHER_AUTH: Final = ("digest", "ntlm", "ntlm-wb", "negotiate", "anyauth")
_OURS: Final = frozenset({"content-length", "transfer-encoding"})
_SILENT: Final = frozenset(
    {"expect", "content-type"}
)  # removed: the program sends none of these by itself
_BROUGHT: Final = {"json": "application/json", "form": FORM}
_BLANKS: Final = " \t\r\n\v\f"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|\{\{")
_GLOB = re.compile(r"\[[^\]:]*\]|\{[^{}]*,[^{}]*\}")
_DOTS = re.compile(r"/\.\.?(?=/|$)")


def _read(text: str) -> Imported:
    call = words.invocation(text, "curl")
    options = read(call.arguments, _TABLE)
    url, findings = _url(options)
    url, user = authorisation.in_url(url)
    headers, told = _headers(options)
    findings += told
    typed = next((row.value for row in headers if row.name.lower() == "content-type"), None)
    removed = any(name == "content-type" for name in _removed(options))
    sent = bodies.body(options, "" if removed and typed is None else typed)
    if options.has("get", "head") and not options.has(*bodies.PARTS, "upload-file"):
        pieces = [option for option in options.every if option.name in bodies.DATA]
        query, lost = bodies.joined(pieces)
        url, sent = _with_query(url, query), bodies.Sent(Payload(), "", lost)
    elif (
        sent.media_type and typed is None and not removed and sent.payload.kind in {"text", "file"}
    ):
        headers = (*headers, Row("Content-Type", sent.media_type))
    headers = _without_default(headers, sent.payload)
    taken = _authorised(options, headers, url, options.last("user") or user)
    kept, api_key = authorisation.api_key(taken.headers)
    settings, left = _settings(options)
    request = Request(
        method=_method(options),
        url=url,
        headers=kept,
        body=sent.payload,
        auth=taken.auth,
        settings=settings,
    )
    every = (
        *call.findings,
        *findings,
        *sent.findings,
        *taken.findings,
        *left,
        *_left(options, request),
        *words.kept(call.variables, request),
    )
    return Imported(request, taken.credentials, every, api_key)


def _url(options: Options) -> tuple[str, tuple[Finding, ...]]:
    every = [option for option in options.every if option.name in {"", "url"} and option.value]
    sure = [option for option in every if not option.doubtful] or every
    if not sure:
        raise unreadable("The curl command has no URL", "Copy the whole command.")
    url = sure[0].value.strip()
    findings: list[Finding] = []
    if len(sure) > 1:
        findings.append(
            left_out(
                "Only the first URL is taken over",
                "Import the others by themselves.",
                f"{len(sure) - 1} more",
            )
        )
    if not options.has("globoff") and _GLOB.search(variables.PLACEHOLDER.sub("", url)):
        findings.append(
            Finding(
                id="import_url_pattern",
                severity="note",
                title="For curl the URL is a pattern of several URLs",
                detail="It reads [1-3] and {a,b} as lists and makes a request for each. Here the URL is one, as it stands.",
                remedy="Write into the URL what is meant.",
            )
        )
    if not _SCHEME.match(url):
        url = f"http://{url}"  # curl's guess, not ours
    file = (options.last("upload-file") or "").rpartition("/")[2]
    if file not in {"", "-", "."} and urls.split(url).query is None and url.endswith("/"):
        url += urls.strict(file)
    if not options.has("path-as-is"):
        url = _without_dots(url)
    for piece in (option for option in options.every if option.name == "url-query"):
        query, told = bodies.joined([piece])
        url = _with_query(url, query)
        findings += told
    return url, tuple(findings)


def _without_dots(url: str) -> str:
    """Return the URL as curl sends it: dot segments of the path are worked off (RFC 3986 §5.2.4)."""
    parts = urls.split(url)
    if not _DOTS.search(parts.path):
        return url
    kept: list[str] = []
    segments = parts.path.split("/")[1:]
    for index, segment in enumerate(segments):
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
        if segment in {".", ".."} and index == len(segments) - 1:
            kept.append("")
    end = parts.path_start + len(parts.path)
    return f"{url[: parts.path_start]}/{'/'.join(kept)}{url[end:]}"


def _with_query(url: str, query: str) -> str:
    if not query:
        return url
    before, sign, fragment = url.partition("#")
    glue = "?" if "?" not in before else "" if before[-1] in "?&" else "&"
    path = "/" if glue == "?" and not urls.split(before).path and "{{" not in before else ""
    return f"{before}{path}{glue}{query}{sign}{fragment}"


def _method(options: Options) -> str:
    if given := options.last("request"):
        return given.strip().upper() if given.isascii() else given
    if options.has("head"):
        return "HEAD"
    if options.has("upload-file"):
        return "PUT"
    data = options.has(*bodies.DATA, *bodies.PARTS) and not options.has("get")
    return "POST" if data else "GET"


def _headers(options: Options) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    rows: list[Row] = []
    lost: list[str] = []
    for text in options.all("header"):
        name, colon, value = text.partition(":")
        if colon and value.strip(_BLANKS):
            rows.append(Row(name.strip(), value.strip(_BLANKS)))
        elif not colon and text.rstrip().endswith(";") and ":" not in text:
            rows.append(Row(text.rstrip().removesuffix(";").strip()))
        elif text.startswith("@"):
            lost.append("headers of a file")
        elif not colon:
            lost.append("a header without a colon")
        elif (name.strip().lower() or "a header without a name") not in _SILENT:
            lost.append(f"{name.strip()[:40] or 'a header without a name'}: without a value")
    lost += [
        f"{row.name}, which the program writes"
        for row in rows
        if row.name.lower() in _OURS and row.value != "0"
    ]
    lost += ["a header without a name" for row in rows if not row.name]
    rows = [row for row in rows if row.name and row.name.lower() not in _OURS]
    there = {row.name.lower() for row in rows} | set(_removed(options))
    rows += [row for row in _of_options(options) if row.name.lower() not in there]
    if not lost:
        return tuple(rows), ()
    return tuple(rows), (
        left_out("Some headers are left out", "Look through the headers.", *dict.fromkeys(lost)),
    )


def _without_default(headers: tuple[Row, ...], payload: Payload) -> tuple[Row, ...]:
    """Return the headers without the Content-Type that a body of this kind brings by itself."""
    own = _BROUGHT.get(payload.kind)
    return tuple(
        row
        for row in headers
        if row.name.lower() != "content-type" or row.value.strip().lower() != own
    )


def _removed(options: Options) -> tuple[str, ...]:
    pairs = (text.partition(":") for text in options.all("header"))
    return tuple(
        name.strip().lower() for name, colon, value in pairs if colon and not value.strip(_BLANKS)
    )


def _of_options(options: Options) -> Iterator[Row]:
    if agent := options.last("user-agent"):
        yield Row("User-Agent", agent)
    if referer := (options.last("referer") or "").removesuffix(";auto"):
        yield Row("Referer", referer)
    cookies = [text for text in options.all("cookie") if "=" in text]
    if cookies:
        yield Row("Cookie", ";".join(cookies))
    if extent := options.last("range"):
        yield Row("Range", f"bytes={extent}")
    if options.has("json"):
        yield Row("Accept", "application/json")


def _authorised(options: Options, headers: tuple[Row, ...], url: str, user: str | None) -> Taken:
    typed = any(row.name.lower() == "authorization" for row in headers)
    provider = (options.last("aws-sigv4") or "").split(":")
    if options.has("aws-sigv4") and not typed:
        if provider[0].lower() not in {"aws", "amz"}:
            lost = left_out(
                "The signature of another provider cannot be made here",
                "Only AWS's Signature Version 4 is known.",
                f"--aws-sigv4 for {provider[0][:20] or 'nobody'}",
            )
            return Taken(headers, Auth(), None, (lost,))
        region, service = (*provider[2:4], "", "")[:2]
        key, _, secret = (user or "").partition(":")
        return authorisation.signed(headers, url, (region, service), (key, secret, ""))
    if (token := options.last("oauth2-bearer")) and not typed:
        return authorisation.bearer(headers, token)
    other = options.present(_OTHER_AUTH)
    if other and user is not None and not typed:
        lost = left_out(
            "This way to log in is not known here",
            "The request is sent without it.",
            f"--{other[0]}",
        )
        return Taken(headers, Auth(), None, (lost,))
    return authorisation.carried(headers, url, user)


def _settings(options: Options) -> tuple[Settings, tuple[Finding, ...]]:
    usual = Settings()
    timeout = _seconds(options.last("max-time"), usual.timeout)
    connect = _seconds(options.last("connect-timeout"), min(usual.connect_timeout, timeout))
    proxy, findings = _proxy(options)
    certificate, colon, passphrase = (options.last("cert") or "").partition(":")
    if len(certificate) == 1 and colon and passphrase[:1] in {"\\", "/"}:  # a drive of Windows
        rest, colon, passphrase = passphrase.partition(":")
        certificate = f"{certificate}:{rest}"
    if passphrase:
        findings = (
            *findings,
            left_out(
                "The certificate's passphrase is left out",
                "Give it in Settings: it goes to the keyring.",
                "--cert",
            ),
        )
    return Settings(
        connect_timeout=connect,
        timeout=timeout,
        verify=not options.has("insecure"),
        ca_file=options.last("cacert") or "",
        cert_file=certificate,
        key_file=(options.last("key") or "") if certificate else "",
        proxy=proxy,
        follow=options.has("location", "location-trusted"),
    ), findings


def _seconds(text: str | None, usual: float) -> float:
    try:
        seconds = float(text or 0)
    except ValueError:
        return usual
    return seconds if 0 < seconds <= 86_400 else usual


def _proxy(options: Options) -> tuple[str, tuple[Finding, ...]]:
    proxy = options.last("proxy", "proxy1.0")
    if proxy is None:
        kinds = options.present(("socks5", "socks5-hostname", "socks4", "socks4a"))
        proxy = (
            f"{kinds[0].replace('-hostname', 'h')}://{options.last(kinds[0])}" if kinds else None
        )
    if proxy is None:
        return ("none" if options.last("noproxy") == "*" else ""), ()
    if not proxy:
        return "none", ()
    start, _, rest = proxy.rpartition("://")
    before, _, host = rest.rpartition("@")
    user, colon, password = (options.last("proxy-user") or before).partition(":")
    proxy = f"{start or 'http'}://"
    if not user:
        return proxy + host, ()
    if not colon or variables.PLACEHOLDER.fullmatch(password):
        return f"{proxy}{user}{colon}{password}@{host}", ()
    finding = left_out(
        "The proxy's password is left out",
        "Give the secret variable proxy_password its value in the environment.",
        "--proxy-user" if options.has("proxy-user") else "--proxy",
    )
    return f"{proxy}{user}:{{{{proxy_password}}}}@{host}", (finding,)


def _left(options: Options, request: Request) -> Iterator[Finding]:
    yield from unknown(options, "curl")
    lost = [f"--{name}" for name in options.present(_NOT_TAKEN)]
    if any("=" not in text for text in options.all("cookie")):
        lost.append("--cookie with a file")
    if lost:
        yield left_out(
            "Some options cannot be taken over", "Set what matters in the request.", *lost
        )
    if options.ended:
        yield Finding(
            id="import_rest_ignored",
            severity="note",
            title="Only one command is taken over",
            detail="Not taken over: the requests after --next.",
        )
    yield from authorisation.in_clear(request)


MEMBER = Importer(
    id="curl",
    title="curl",
    recognises=lambda text: words.names_program(text, "curl"),
    read=_read,
)
