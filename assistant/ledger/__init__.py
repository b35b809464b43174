"""The ledger (台账): who does what by when, each row proved by a clause.

The design names one module, ``assistant/ledger.py``. This is a package instead, because seven formats, four views
and their filters are a dozen subjects, and each library (XlsxWriter, python-docx, icalendar) then stays in the one
module that writes its format; none of them is imported before a file of that kind is asked for.

    state.py      where a deadline stands as of a day            rows.py      the row types, one a view
    ground.py     what one document's clauses hold               build.py     rows from facts
    filters.py    which rows stay, and what emptied them         ledger.py    ``Ledger``: rows, sheets, a whole book
    order.py      in which order they stand              choices.py    what there is to filter by
    wording.py    facts in a clerk's words                       sheet.py     the neutral table that every format writes
    views.py      the columns of each view                       compare.py, matrix.py, timeline.py   other views of it
    facing.py     documents side by side on a theme
    xlsx.py csv.py docx.py ics.py json.py                        one format each: a book in, bytes out
    export.py     format by name, and a file written whole or not at all
    command.py    ``python -m assistant ledger``

    >>> from assistant.ledger.ledger import Ledger
    >>> [row.clause.label for row in Ledger(Library.load(), date(2025, 6, 1)).rows("tasks")][:2]
    ['一、', '二、（一）']
"""
