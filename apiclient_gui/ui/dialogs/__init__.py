"""Dialogs over the window, opened with `open()` so that nothing waits for them."""
