"""What the documents say: policy files read, cleaned and parsed into clauses and facts."""
