"""Where to look: passages, lexical and vector search, fusion."""
