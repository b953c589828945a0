"""Importing a list into any room: read, columns, preview, choices, applied in the background, undone.

A room declares an `Importable` in its `imports.py`. Nothing is written to the room before somebody saw what
would become of every line, and a whole import can be taken back.
"""
