"""Large bodies made readable outside the window's process: laid out, told from bytes, cut into rows."""
