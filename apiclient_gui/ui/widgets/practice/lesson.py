"""The sample requests of a lesson: what there is to try on an API or a service of the practice gateway."""

from __future__ import annotations

from dataclasses import dataclass

from apiclient_gui.practice import samples


@dataclass(frozen=True, slots=True)
class Sample:
    """A request of the sample workspace that is meant for an API; `identity` sends it, empty for nobody."""

    path: str
    name: str
    identity: str


def samples_at(variable: str) -> tuple[Sample, ...]:
    """Return the sample requests whose URL begins with a variable of the practice environment; none for no variable."""
    start = f"{{{{{variable}}}}}/"
    return tuple(
        Sample(path, request.name, request.auth.identity or request.auth.api_key.identity)
        for _, requests in samples.lessons()
        for path, request in requests
        if variable and f"{request.url}/".startswith(start)
    )
