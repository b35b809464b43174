"""How well the assistant works: questions, scores, reports, the gate."""
