"""Pages that show cells: parse, ask, render."""
