"""Work beside the caller: its outcome, its questions on the caller's thread, and a cancel that waits for nobody."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import pytest

from apiclient_gui.core.aws import aside
from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.flow import Ask, Text

STEP = Ask("Code", ())


def nobody(_: Ask) -> Mapping[str, Text]:
    raise AssertionError


def test_it_runs_on_another_thread_and_gives_back_what_comes() -> None:
    assert aside.run(lambda _: threading.get_ident(), Cancel(), nobody) != threading.get_ident()
    with pytest.raises(KeyError, match="x"):
        aside.run(lambda _: {}["x"], Cancel(), nobody)


def test_questions_are_asked_on_the_callers_thread() -> None:
    asked: list[int] = []

    def answer(step: Ask) -> Mapping[str, Text]:
        assert step is STEP
        asked.append(threading.get_ident())
        return {"code": str(len(asked))}

    both = aside.run(lambda ask: (ask(STEP), ask(STEP)), Cancel(), answer)
    assert both == ({"code": "1"}, {"code": "2"})
    assert set(asked) == {threading.get_ident()}


def test_who_leaves_a_question_ends_the_work() -> None:
    ended = threading.Event()

    def work(ask: aside.Asking) -> None:
        try:
            ask(STEP)
        finally:
            ended.set()

    def leave(_: Ask) -> Mapping[str, Text]:
        raise Cancelled

    with pytest.raises(Cancelled):
        aside.run(work, Cancel(), leave)
    assert ended.wait(30)


def test_a_cancel_leaves_what_hangs() -> None:
    cancel, hung, ended = Cancel(), threading.Event(), threading.Event()

    def work(_: aside.Asking) -> None:
        cancel.request()
        hung.wait(30)
        ended.set()

    with pytest.raises(Cancelled):
        aside.run(work, cancel, nobody)
    assert not ended.is_set()
    hung.set()
    assert ended.wait(30)
