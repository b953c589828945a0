"""Plannings of partners: a calendar file is read, compared with the events it made before, and taken over.

The pages, the choices and the undoing are those of `kit/imports`.
"""
