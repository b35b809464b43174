"""Measures building, adding and searching at up to hundreds of thousands of clauses, against the plain pipeline."""
