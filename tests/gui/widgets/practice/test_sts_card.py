from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.practice.description import MfaDevice, Sts, StsRole
from apiclient_gui.ui.widgets.fact_grid import FactGrid
from apiclient_gui.ui.widgets.practice.device_code import DeviceCode
from apiclient_gui.ui.widgets.practice.fold import Fold
from apiclient_gui.ui.widgets.practice.sts_card import device_card, roles_card

DEVICE = MfaDevice("alice", "arn:mfa/alice", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
STS = Sts(
    "http://h/sts",
    (
        StsRole(
            "pets-partner-role", "arn:partner", ("alice", "bob"), "practice-partner", "", 43_200
        ),
        StsRole("pets-admin-role", "arn:admin", ("alice",), mfa_serial=DEVICE.serial),
        StsRole("of-a-later-version", "arn:later", ()),
    ),
    DEVICE,
)


def facts(card: Fold) -> list[dict[str, str]]:
    return [{one.label: one.value for one in grid.facts} for grid in card.findChildren(FactGrid)]


def test_each_role_says_who_may_take_it_on_and_what_that_wants(qtbot: QtBot) -> None:
    opened: list[str] = []
    card = roles_card(STS, opened.append, opened.append)
    qtbot.addWidget(card)
    endpoint, partner, admin, later = facts(card)
    assert endpoint == {"Endpoint": "http://h/sts"}
    assert partner == {
        "ARN": "arn:partner",
        "Trusts": "alice and bob",
        "External id": "practice-partner",
        "Lasts": "12 h at most",
    }
    assert admin["Wants"] == "a code of the MFA device"
    assert "token" in later["Trusts"]
    words = [one.text() for one in card.findChildren(QLabel)]
    assert "Its policy allows everything." in words
    assert sum(one.startswith("Its policy") for one in words) == 2
    for link in card.findChildren(QPushButton):
        link.click()
    assert opened == ["1 IAM/ask-sts-who-i-am", "arn:partner", "arn:admin", "arn:later"]


def test_a_device_has_its_serial_and_a_code(qtbot: QtBot) -> None:
    card = device_card(DEVICE)
    qtbot.addWidget(card)
    assert (card.title, facts(card)[0]["Serial"]) == ("MFA device", "arn:mfa/alice")
    card.open()
    card.show()
    assert len(card.findChild(DeviceCode).code.text()) == len("123 456")
