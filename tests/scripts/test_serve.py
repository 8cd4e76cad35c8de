"""`stances serve` builds what is missing, serves, and does not share its port."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from click.testing import CliRunner

from scripts.cli import main

STANCES = str(Path(sys.executable).with_name("stances"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_serve_builds_the_database_and_answers(package: Path, tmp_path: Path) -> None:
    port, database = free_port(), tmp_path / "served.db"
    command = [STANCES, "serve", "--package", str(package), "--database", str(database), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        answer = None
        deadline = time.monotonic() + 60
        while answer is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as response:
                    answer = json.load(response)
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        assert answer is not None
        assert answer["row_counts"]["positions"] == 17
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def test_a_port_that_is_taken_is_told(package: Path, tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        command = ["serve", "--package", str(package), "--database", str(tmp_path / "x.db"), "--port", str(port)]
        result = CliRunner().invoke(main, command)
    assert result.exit_code == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in result.output
    assert "choose another with --port" in result.output


def test_a_package_with_a_fault_is_not_served(package: Path, tmp_path: Path) -> None:
    path = package.parent / "datapackage" / "positions.csv"
    path.write_text(path.read_text().replace(",oppose,2022-09-14,", ",opose,2022-09-14,"))
    result = CliRunner().invoke(main, ["serve", "--package", str(package), "--database", str(tmp_path / "x.db")])
    assert result.exit_code == 1
    assert 'The nearest valid value is "oppose".' in result.output
