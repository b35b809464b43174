"""A bench's child process: ``python -m index.bench JOB`` does one job (JSON) and prints its figures as one line of JSON."""

from __future__ import annotations

import logging
import sys

from corpus.command_line import run
from index.bench.figures import Job
from index.bench.measure import Models, build_figures, query_figures


def main(job: str) -> int:
    """Do the job, given as JSON."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    asked = Job.model_validate_json(job)
    measure = build_figures if asked.kind == "build" else query_figures
    print(measure(asked, Models.real()).model_dump_json())
    return 0


if __name__ == "__main__":
    sys.exit(run(lambda: main(sys.argv[1])))
