"""How the command line speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.cli.base import output
from apiclient_gui.cli.base.output import print_finding
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem, Trouble
from apiclient_gui.core.model import Body, FilePart

FINDING = Finding(
    id="sample",
    severity="error",
    title="A title",
    detail="A detail.",
    confidence="likely",
    evidence=(Evidence("Label", "value"),),
    source="RFC 9110 §5",
    remedy="Do this.",
)


@pytest.mark.parametrize(
    ("trouble", "code"),
    [("usage", 2), ("transport", 3), ("refused", 6), ("login", 8), ("storage", 9)],
)
def test_exit_codes_of_the_contract(
    trouble: Trouble, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert output.fail(Problem(trouble, FINDING), as_json=False) == code
    said = capsys.readouterr()
    assert said.out == ""
    for part in ("A title", "(likely)", "A detail.", "What to do: Do this.", "Label  value", "RFC"):
        assert part in said.err


def test_a_lone_surrogate_does_not_break_the_document(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    output.print_json({"title": "half \ud800", "rows": [("a", "\udfff")]})
    assert capsysbinary.readouterr().out == b'{"title":"half ?","rows":[["a","?"]]}\n'


def test_a_body_is_written_block_by_block(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x" * 3_000_000 + b"end\n")
    body = Body(pieces=(b"start ", FilePart(file, 3_000_004)))
    assert output.write_body(body) == b"\n"
    assert capfdbinary.readouterr().out == b"start " + file.read_bytes()
    assert output.write_body(Body()) == b""
    file.unlink()
    with pytest.raises(Problem) as caught:
        output.write_body(body)
    assert caught.value.finding.id == "body_file_unreadable"


def test_actions_are_told_in_the_words_of_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    region = {"option": "region", "value": "us-east-1"}
    actions = (
        Action("send_with_option", "Sign for us-east-1", region),
        Action("choose_api_key", "Choose the API key"),
        Action("compare_signatures", "Compare"),
    )
    print_finding(Finding(id="x", severity="error", title="T", actions=actions))
    assert "In a terminal: --region us-east-1; --api-key NAME\n" in capsys.readouterr().err


def test_the_lines_of_one_piece_of_evidence_stay_below_each_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_finding(
        Finding(id="x", severity="note", title="T", evidence=(Evidence("Sent", "one\ntwo"),))
    )
    assert "  Sent  one\n        two\n" in capsys.readouterr().err
