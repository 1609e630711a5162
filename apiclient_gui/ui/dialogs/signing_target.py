"""What a request is signed for, asked once when its host does not tell: the answer stays with the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QDialog, QWidget

from apiclient_gui.core import hosts
from apiclient_gui.core.model import Field, OptionValue
from apiclient_gui.ui.widgets import dialog_column
from apiclient_gui.ui.widgets.field_form import FieldForm

_FIELDS = (
    Field("region", "Region", required=True, hint="Of the API behind the host, such as eu-west-1"),
    Field(
        "service",
        "Service",
        required=True,
        hint="execute-api for API Gateway, whatever the domain in front of it",
    ),
)
_WORDS = (
    "The host {host} does not tell region and service, and a guess would be signed wrong. What you say here is "
    "remembered with this request."
)


class SigningTargetDialog(QDialog):
    """`agreed` gets the options `region` and `service`. `known` are those that are known already."""

    def __init__(
        self,
        host: str,
        known: Mapping[str, OptionValue],
        agreed: Callable[[Mapping[str, str]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._agreed = agreed
        column = dialog_column.begin(
            self, "What is it signed for?", _WORDS.format(host=host or "of this request")
        )
        self.form = FieldForm(_FIELDS)
        suggested = {"region": "", "service": hosts.suggestion(host).service}
        given = {key: str(known[key]).strip() for key in suggested if known.get(key)}
        self.form.set_values({**suggested, **given})
        self.form.changed.connect(lambda: self.form.set_errors({}))
        column.addWidget(self.form)
        column.addStretch()
        dialog_column.end(self, column, "Sign and send", self._answer)
        self.form.setFocus()

    def _answer(self) -> None:
        errors = self.form.missing()
        self.form.set_errors(errors)
        if not errors:
            values = {key: str(value).strip() for key, value in self.form.values().items()}
            self.accept()
            self._agreed(values)
