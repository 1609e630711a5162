"""The state of a gateway that is serving: what changes while it runs is kept at once, from whatever thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from apiclient_gui.core.finding import Problem
from apiclient_gui.practice import state as states
from apiclient_gui.practice.state import State
from apiclient_gui.practice.tokens import keys
from apiclient_gui.practice.tokens.keys import SigningKey


class Kept:
    """Holds the state of one folder, which this process has locked."""

    def __init__(self, folder: Path, state: State) -> None:
        self._folder = folder
        self._state = state
        self._guard = threading.RLock()
        self._loaded: dict[str, SigningKey] = {}

    @property
    def state(self) -> State:
        """The state as it is now."""
        return self._state

    def change(self, change: Callable[[State], State]) -> None:
        """Replace the state and keep it. When it cannot be written, it holds until the gateway ends."""
        with self._guard:
            self._state = change(self._state)
            with contextlib.suppress(Problem):
                states.save(self._folder, self._state)

    def key(self, name: str) -> SigningKey:
        """Return the RSA key of that name; it is made when it is asked for the first time, and then kept."""
        with self._guard:
            if name not in self._loaded:
                self._loaded[name] = self._load(name)
            return self._loaded[name]

    def rotate(self, name: str, previous: str) -> None:
        """Make a new RSA key of that name; the one so far goes on under the name `previous`."""
        pem = keys.make()
        with self._guard:
            self._loaded[previous] = self.key(name)
            self._loaded[name] = keys.load(pem)
            self.change(
                lambda state: msgspec.structs.replace(
                    state,
                    rsa_keys={
                        **state.rsa_keys,
                        previous: state.rsa_keys[name],
                        name: pem,
                    },
                )
            )

    def _load(self, name: str) -> SigningKey:
        # A damaged key costs the tokens that it signed; that is less than a gateway that does not start.
        with contextlib.suppress(KeyError, ValueError):
            return keys.load(self._state.rsa_keys[name])
        pem = keys.make()
        self.change(
            lambda state: msgspec.structs.replace(state, rsa_keys={**state.rsa_keys, name: pem})
        )
        return keys.load(pem)
