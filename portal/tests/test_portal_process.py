"""`lingbu run portal`: starts with a strong key, says when its API is away, ends kindly."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

STRONG = "k3y-of-a-portal-that-nobody-guesses"
RUN = [sys.executable, "-m", "servicekit.cli", "run", "portal"]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def start(**settings):
    env = {name: value for name, value in os.environ.items() if not name.startswith("LINGBU_")}
    env |= {f"LINGBU_{name}": value for name, value in settings.items()}
    return subprocess.Popen(
        RUN, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_a_portal_lives_without_its_api_and_says_so():
    port = free_port()
    away = f"http://127.0.0.1:{free_port()}"
    bind = f"127.0.0.1:{port}"
    process = start(PORTAL_KEY=STRONG, GATEWAY_ADDRESS=away, BIND=bind)
    try:
        assert process.stdout.readline().strip() == f"portal ready on {bind}"
        with urllib.request.urlopen(f"http://{bind}/livez", timeout=10) as answer:
            assert json.load(answer) == {"status": "ok"}
        with pytest.raises(urllib.error.HTTPError) as unready:
            urllib.request.urlopen(f"http://{bind}/readyz", timeout=10)
        assert unready.value.code == 503
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"GATEWAY_ADDRESS": "http://gateway:8000"}, "LINGBU_PORTAL_KEY"),
        ({"PORTAL_KEY": STRONG}, "LINGBU_GATEWAY_ADDRESS"),
        ({"PORTAL_KEY": "short", "GATEWAY_ADDRESS": "http://gateway:8000"}, "LINGBU_PORTAL_KEY"),
    ],
)
def test_what_is_missing_or_weak_is_refused_by_name(settings, named):
    process = start(**settings)
    said, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    assert named in said and "short" not in said
