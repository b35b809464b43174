"""The chat model: what can be set about it, one call with its budget, what can go wrong. Without settings there is none."""
