"""The window: panels over one Program, drawn with Qt Widgets."""
