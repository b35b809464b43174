"""What is said to a language model: prompt texts with $names.

One purpose, one ``*.md`` file; ``prompts.prompt.load("answer").render(question=…, evidence=…, form=…)``.
"""
