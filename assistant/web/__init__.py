"""The page: what a reader sees of an answer and its clauses. Nothing here decides what is answered.

Importing the package first switches off whatever would reach for a network: Gradio and the libraries behind the
index read these variables when they are imported, and a page that is only served here has nothing to report.
"""

import os

os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
    ANONYMIZED_TELEMETRY="False",
    LANGSMITH_TRACING="false",
)
