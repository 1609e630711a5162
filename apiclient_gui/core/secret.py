"""A secret is a type: it masks itself wherever it is printed, logged or put into a text by mistake."""

from __future__ import annotations

import hmac
from typing import Final, NoReturn

MASK: Final = "••••"


class Secret:
    """Text that must not be shown. Only `reveal` gives it; who may call that is a list in tests/shape."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(
            self._text.encode("utf-8", "surrogatepass"),
            other._text.encode("utf-8", "surrogatepass"),
        )

    __hash__ = None  # type: ignore[assignment]  # a hash would let a secret be a dictionary key

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return MASK

    def __reduce__(self) -> NoReturn:
        # Pickles and deep copies end up in files and other processes without anybody meaning it.
        message = "a Secret is not serialised"
        raise TypeError(message)
