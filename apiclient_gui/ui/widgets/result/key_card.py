"""How the signing key was derived, step by step and by name: the key itself is never shown, and never sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from apiclient_gui.core.model import Signature
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.card import sole_card
from apiclient_gui.ui.widgets.wire_text import WireText

ASYMMETRIC: Final = "AWS4-ECDSA-P256-SHA256"
"""The algorithm of SigV4a; all else of the family is HMAC."""
_NEVER: Final = "The secret access key and what is derived from it are never shown, and never sent."

Step = tuple[str, str]
"""What is done, and the text it is done with."""


def derivation(signature: Signature) -> tuple[Step, ...]:
    """Return the steps from the secret access key to the signature (IAM User Guide, "Create a signed AWS API request")."""
    return _asymmetric(signature) if signature.algorithm == ASYMMETRIC else _hmacs(signature)


def _hmacs(signature: Signature) -> tuple[Step, ...]:
    day, region, service, end = (*signature.credential_scope.split("/"), "", "", "", "")[:4]
    return (
        ("HMAC-SHA256 of the day; its key is “AWS4” and the secret access key", day),
        ("HMAC-SHA256 of the region, with the result as key", region),
        ("HMAC-SHA256 of the service, with the result as key", service),
        ("HMAC-SHA256 of this word, with the result as key: the signing key", end),
        ("HMAC-SHA256 of the string to sign, with the signing key: the signature", ""),
    )


def _asymmetric(signature: Signature) -> tuple[Step, ...]:
    return (
        (
            "HMAC-SHA256 of the algorithm, the access key id and a counter; its key is “AWS4A” and the secret access key",
            f"{signature.algorithm}, {signature.access_key_id}",
        ),
        (
            "The result as a number below the order of the curve P-256, else the next counter: the private key",
            "",
        ),
        (
            "ECDSA of the string to sign with the private key: the signature, another one each time",
            "",
        ),
        (
            "The gateway checks it with the public key, in each region of the set",
            signature.region,
        ),
    )


class KeyCard(QWidget):
    """Numbered steps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = sole_card(self, "Signing key")
        self._card.body.addWidget(label.note(_NEVER))
        self._named: tuple[Step, ...] = ()
        self._steps = QWidget(self)
        self._card.body.addWidget(self._steps)

    def show_signature(self, signature: Signature) -> None:
        """Name the steps of another signature."""
        steps = derivation(signature)
        if steps == self._named:
            return
        self._named = steps
        fresh = _grid(steps)
        self._card.body.replaceWidget(self._steps, fresh)
        self._steps.hide()
        self._steps.deleteLater()
        self._steps = fresh


def _grid(steps: Sequence[Step]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.M)
    grid.setVerticalSpacing(theme.S)
    grid.setColumnStretch(1, 3)
    grid.setColumnStretch(2, 2)
    top = Qt.AlignmentFlag.AlignTop
    for number, (words, text) in enumerate(steps):
        count = label.text(str(number + 1), "muted", wrap=False)
        count.setFont(theme.mono())
        what = label.text(words)
        what.setAccessibleName(f"Step {number + 1}: {words} {text}".strip())
        grid.addWidget(count, number, 0, top)
        grid.addWidget(what, number, 1, 1, 1 if text else 2, top)
        if text:
            grid.addWidget(WireText(text, f"Step {number + 1}"), number, 2, top)
    return made
