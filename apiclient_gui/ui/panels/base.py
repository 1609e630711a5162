"""What a panel is: one area of the window, made from what the window shares; no panel knows another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from apiclient_gui.ui.gateway import Gateway
from apiclient_gui.ui.state import State


@dataclass(frozen=True, slots=True)
class Shared:
    """What panels get: the state of the window and the practice gateway it runs."""

    state: State
    gateway: Gateway


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of the window: `id` names it, `make` builds it. Where it stands is the main window's business."""

    id: str
    make: Callable[[Shared], QWidget]
