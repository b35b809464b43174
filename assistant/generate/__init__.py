"""Answers that a chat model writes: it names evidence, the code copies the text, and every sentence is proved or goes."""
