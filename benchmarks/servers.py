"""Requests per second of WSGI servers over the built database, as ratios to granian in one run.

Needs `wrk` and, beside the locked packages, `pip install waitress gunicorn`. Run it as `python benchmarks/servers.py`
after `stances build`; it serves on the loopback address only and stops by itself.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

BIN = Path(sys.executable).parent
PORT = 8765
SECONDS = 5
SERVERS = {
    "granian": f"granian --interface wsgi --factory --port {PORT} --blocking-threads 1 --no-ws api:create_app".split(),
    "waitress": f"waitress-serve --listen 127.0.0.1:{PORT} --threads 4 --call api:create_app".split(),
    "gunicorn": f"gunicorn --bind 127.0.0.1:{PORT} --threads 4 api:create_app()".split(),
}
REQUESTS = {
    "list of 50": "/api/v1/positions",
    "list by actor": "/api/v1/positions?actor=ken",
    "one record": "/api/v1/positions/ken-sadr-recognition-2022-09-14-withdraw",
    "snapshot": "/api/v1/snapshot?as_of=2022-09-30&issue=sadr-recognition",
    "liveness": "/healthz",
}


def main() -> None:
    """Print a table: a row for each request, a column for each server."""
    rates = {server: measure(command) for server, command in SERVERS.items()}
    print("| request |", " | ".join(rates), "|")  # noqa: T201
    print("| --- |", " | ".join("---:" for _ in rates), "|")  # noqa: T201
    for name in REQUESTS:
        cells = (
            f"{rates[server][name]:,.0f}/s ({rates[server][name] / rates['granian'][name]:.2f})" for server in rates
        )
        print(f"| {name} |", " | ".join(cells), "|")  # noqa: T201


def measure(command: list[str]) -> dict[str, float]:
    """Return the requests per second of the server that `command` starts, for each of REQUESTS, 8 connections."""
    with (
        subprocess.Popen(  # noqa: S603 - fixed commands
            [str(BIN / command[0]), *command[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server
    ):
        try:
            wait_until_ready()
            return {name: load(path) for name, path in REQUESTS.items()}
        finally:
            server.terminate()


def wait_until_ready() -> None:
    """Wait until the server answers; raise TimeoutError after 30 seconds."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz")
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError


def load(path: str) -> float:
    """Return the requests per second that wrk measures at `path`."""
    wrk = ["wrk", "-t1", "-c8", f"-d{SECONDS}s", f"http://127.0.0.1:{PORT}{path}"]
    output = subprocess.run(wrk, capture_output=True, text=True, check=True).stdout  # noqa: S603 - fixed command
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])  # type: ignore[index]


if __name__ == "__main__":
    main()
