"""Keeping the library while the assistant answers from it: documents come in and go out, and nobody waits for a restart.

holder.py    the assistant that answers now, and how another takes its place
keeper.py    taking in, removing, restoring: folder, index and assistant change together or not at all
opening.py   both over a folder and its index
preview.py   what a file would become, shown before it is taken in
listed.py    the documents with their force and versions
"""
