"""Prepares a database server before the replicas start: python -m core.store

BACKWISE_STORE names the role that Backwise uses, BACKWISE_STORE_ADMIN the role that owns the tables. Where this
runs first, the replicas need no BACKWISE_STORE_ADMIN.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from core.errors import StoreError
from core.store import open_database, sentences
from core.store.engine import connect


def main() -> int:
    """Prepare what the environment names; 0 where it worked."""
    url = os.environ.get("BACKWISE_STORE", "")
    try:
        if "://" not in url or not connect(url).is_server:
            print(sentences.NOTHING_TO_PREPARE)
            return 1
        open_database(
            url, clock=lambda: datetime.now(UTC), admin_url=os.environ.get("BACKWISE_STORE_ADMIN", "")
        ).close()
    except StoreError as error:
        print(error)
        return 1
    print(sentences.PREPARED)
    return 0


if __name__ == "__main__":
    sys.exit(main())
