from __future__ import annotations

from apiclient_gui.practice import samples
from apiclient_gui.ui.widgets.practice.lesson import samples_at


def test_each_sample_belongs_to_one_lesson() -> None:
    variables = (*samples.VARIABLES.values(), samples.STS)
    found = [one.path for variable in variables for one in samples_at(variable)]
    every = [path for _, requests in samples.lessons() for path, _ in requests]
    assert sorted(found) == sorted(every)


def test_a_sample_says_who_sends_it() -> None:
    assert [one.identity for one in samples_at("api_key_api")] == ["pets-plan", ""]
    assert [one.name for one in samples_at(samples.STS)] == ["Ask STS who I am"]


def test_an_api_of_a_later_version_has_none() -> None:
    assert samples_at("") == ()
