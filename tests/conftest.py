"""What every test stands on: the same examples on each run, and never the user's own journal."""

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("ci")

os.environ["BACKWISE_STORE"] = "memory"
