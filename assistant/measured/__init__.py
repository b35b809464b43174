"""How well the assistant was found to answer: the evaluation's reports read back for the page. Nothing is measured here.

The evaluation stands above the assistant, so its modules can't be imported here; its files are its contract
(``report.json`` of ``python -m eval run --out``, ``eval/baselines/*.json`` of ``python -m eval baseline``).

    report.py    the latest report: suites, means with intervals, kinds, worst cases
    trend.py     the figures of all saved runs, oldest first     picture.py   the trend as a small picture
"""
