"""What stands elsewhere and is offered in the form of an identity: other identities, profiles of the AWS tools."""

from __future__ import annotations

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.ui.state import State
from apiclient_gui.ui.widgets.identity.footing import sources_for
from apiclient_gui.ui.widgets.identity.identity_forms import IdentityForms


def offer(state: State, forms: IdentityForms, key: str) -> None:
    """Offer it in the form of the identity with that id; profiles come when their files were read."""
    form = forms.get(key)
    assert form is not None
    form.offer("identities", sources_for(form.identity, state.snapshot.identities))
    if not any(field.offered == "aws_profiles" for field in form.kind.fields):
        return

    def take(names: tuple[str, ...]) -> None:
        there = forms.get(key)
        if there is not None:
            there.offer("aws_profiles", names)

    environ = state.program.environ

    def look(_: Cancel) -> tuple[str, ...]:
        from apiclient_gui.core import aws  # noqa: PLC0415  # start-up time

        return aws.profile_names(environ)

    state.tasks.start(look, take, state.noticed.emit, name="look at profiles")
