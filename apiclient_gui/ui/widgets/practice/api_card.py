"""An API of the practice gateway: where it stands and which methods it has."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from apiclient_gui.practice.description import Api
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.card import sole_card
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.method_badge import MethodBadge

# How a method is protected, in AWS's word and in ours.
_WORDS = {"AWS_IAM": "IAM: signed", "NONE": "open to all"}


class ApiCard(QWidget):
    """Name, URL of its stage, and a line for each method: verb, path, who may call it."""

    def __init__(self, api: Api, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(api.name)
        card = sole_card(self, api.name)
        card.body.addWidget(FactGrid([Fact("Stage URL", api.url, wire=True)]))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.XS)
        grid.setColumnStretch(1, 1)
        for number, method in enumerate(api.methods):
            path = label.text(method.path, wrap=False)
            path.setFont(theme.mono())
            protection = label.text(
                _WORDS.get(method.authorization, method.authorization), "muted", theme.NOTE
            )
            protection.setWordWrap(False)
            protection.setToolTip(f"authorizationType {method.authorization}")
            grid.addWidget(MethodBadge(method.method), number, 0)
            grid.addWidget(path, number, 1)
            grid.addWidget(protection, number, 2, Qt.AlignmentFlag.AlignRight)
        card.body.addLayout(grid)
