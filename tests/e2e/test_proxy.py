"""The example of a TLS proxy, as it stands in deploy/nginx, in front of a running gateway."""

import os
import shutil
import ssl
import subprocess
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest
from certificates import Authority
from private_node import free_port

ROOT = Path(__file__).parents[2]
NGINX = os.environ.get("LINGBU_TEST_NGINX") or shutil.which("nginx")
AROUND = """\
pid {folder}/pid;
error_log {folder}/error.log;
daemon off;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
{server}
}}
"""


class Proxy:
    """nginx with the example's text; only names, ports and the address behind are replaced."""

    def __init__(self, folder, behind):
        self.folder, self.port, self.plain = folder, free_port(), free_port()
        self.authority = Authority(folder / "tls")
        pair = self.authority.issue("localhost")
        text = (ROOT / "deploy" / "nginx" / "lingbu.conf").read_text(encoding="utf-8")
        for old, new in {
            "SERVER_NAME": "localhost",
            "CERTIFICATE": str(pair.cert),
            "PRIVATE_KEY": str(pair.key),
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "listen 80": f"listen 127.0.0.1:{self.plain}",
            "http://127.0.0.1:8080": behind,
            "http://127.0.0.1:8081": behind,
        }.items():
            assert old in text
            text = text.replace(old, new)
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, server=text))

    def __enter__(self):
        words = [NGINX, "-p", str(self.folder), "-e", "stderr", "-c", "nginx.conf"]
        with (self.folder / "out").open("wb") as out:
            self.process = subprocess.Popen(words, stdout=out, stderr=out)
        end = time.monotonic() + 20
        while not (self.folder / "pid").exists():
            assert self.process.poll() is None and time.monotonic() < end, self.said()
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def said(self):
        return (self.folder / "out").read_text()

    def get(self, path, **headers):
        request = urllib.request.Request(f"https://localhost:{self.port}{path}", headers=headers)
        context = ssl.create_default_context(cafile=str(self.authority.cert))
        try:
            return urllib.request.urlopen(request, timeout=30, context=context)
        except HTTPError as error:
            return error


@pytest.mark.skipif(NGINX is None, reason="本机没有 nginx")
def test_the_gateway_behind_the_proxy_of_the_example(embedded, tmp_path):
    (tmp_path / "proxy").mkdir()
    with Proxy(tmp_path / "proxy", embedded().address) as proxy:
        answer = proxy.get("/")
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert proxy.get("/api/v1/applications").status == 401
        with pytest.raises(URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(f"https://localhost:{proxy.port}/", timeout=30)
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises(URLError):
            urllib.request.urlopen(f"https://localhost:{proxy.port}/", timeout=30, context=old)
        plain = urllib.request.Request(f"http://localhost:{proxy.plain}/x?a=b", method="POST")
        with pytest.raises(HTTPError) as moved:
            urllib.request.urlopen(plain, timeout=30)
        assert (moved.value.code, moved.value.headers["Location"]) == (
            308,
            "https://localhost/x?a=b",
        )
