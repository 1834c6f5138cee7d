"""A clinic's containers: what each may use, and a door with ceilings that the proxy understands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
MB = 1_000_000
CADDY = ("caddy", "adapt", "--validate", "--adapter", "caddyfile", "--config", str(ROOT / "deploy/Caddyfile"))


def test_every_container_has_a_ceiling_for_memory() -> None:
    services = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))["services"]
    assert {name for name, service in services.items() if "mem_limit" not in service} == set()
    assert services["first"]["environment"]["FORWARDED_ALLOW_IPS"] == "*"
    assert "ports" not in services["first"]


@pytest.mark.skipif(
    shutil.which("caddy") is None, reason="needs the proxy Caddy, which `make test` brings where apt can"
)
def test_the_proxy_bounds_bodies_heads_and_slow_lines(tmp_path: Path) -> None:
    settings = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "SITE": "http://localhost:1", "REPLICAS": "a:1 b:2",
    }  # fmt: skip
    run = subprocess.run(CADDY, env=settings, capture_output=True, text=True, check=True)
    (server,) = json.loads(run.stdout)["apps"]["http"]["servers"].values()
    assert server["max_header_bytes"] <= 64_000
    assert {"read_timeout", "read_header_timeout", "idle_timeout"} <= server.keys()
    handlers = [
        (route.get("match"), handler)
        for route in server["routes"][0]["handle"][0]["routes"]
        for handler in route["handle"]
        if handler["handler"] == "request_body"
    ]
    largest = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["server"]["maxUploadSize"]
    files = [handler["max_size"] for match, handler in handlers if "path" in match[0]]
    rest = [handler["max_size"] for match, handler in handlers if "not" in match[0]]
    assert largest * 2**20 < files[0] < largest * 2**20 + 2 * MB
    assert rest[0] <= MB
