"""Drafts: every claim checked against the clauses (``check``), clauses found for what one wants to say (``cite``)."""
