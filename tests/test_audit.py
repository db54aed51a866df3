"""The audit of the locks: red where a vulnerability is known, and never green where nobody could be asked."""

import http.server
import json
import threading

import audit
import pytest

LOCK = "jinja2==2.4.1 \\\n    --hash=sha256:a\nsix==1.17.0 ; python_version < '4' \\\n    --hash=sha256:b\n"
# In the format of advisories that its schema describes (Open Source Vulnerability format).
ADVISORY = {
    "id": "TEST-1",
    "modified": "2020-01-01T00:00:00Z",
    "summary": "a sandbox that is none",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.11.3"}]}],
        }
    ],
}


class Service(http.server.BaseHTTPRequestHandler):
    """Knows one advisory, and keeps what it was asked."""

    known, asked = set(), []

    def do_POST(self):
        queries = json.loads(self.rfile.read(int(self.headers["content-length"])))["queries"]
        self.asked.extend((query["package"]["name"], query["version"]) for query in queries)
        found = {"vulns": [{"id": "TEST-1", "modified": ADVISORY["modified"]}]}
        self.answer({"results": [found if query["package"]["name"] in self.known else {} for query in queries]})

    def do_GET(self):
        self.answer(ADVISORY)

    def answer(self, content):
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def service():
    """The address of a service on this machine."""
    Service.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def locks(tmp_path):
    """Two locks, one of which holds another version for another Python."""
    (tmp_path / "requirements.lock").write_text(LOCK, encoding="utf-8")
    other = "six==1.16.0 ; python_version >= '4' \\\n    --hash=sha256:c\n"
    (tmp_path / "requirements-other.lock").write_text(other, encoding="utf-8")
    return tmp_path


PINS = [("jinja2", "2.4.1"), ("six", "1.16.0"), ("six", "1.17.0")]


def test_every_version_of_every_lock_is_asked_about(locks, service, monkeypatch, capsys):
    monkeypatch.setattr(Service, "known", set())
    assert audit.pins(locks) == PINS
    assert audit.main("--service-url", service, root=locks) == audit.CLEAN
    assert sorted(Service.asked) == PINS and "no known vulnerability in the 3 versions" in capsys.readouterr().out


def test_audit_gate_sees_a_version_that_is_known_to_be_vulnerable(locks, service, monkeypatch, capsys):
    monkeypatch.setattr(Service, "known", {"jinja2"})
    assert audit.main("--service-url", service, root=locks) == audit.FOUND
    said = capsys.readouterr().out
    assert "jinja2 2.4.1 has 1 known vulnerability" in said and "2.11.3" in said


def test_audit_gate_sees_that_nobody_could_be_asked(locks, monkeypatch, capsys):
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    # The port of discard, where nothing listens.
    assert audit.main("--service-url", "http://127.0.0.1:9", root=locks) == audit.UNKNOWN
    said = capsys.readouterr().out
    assert said.startswith("Not audited: the advisories could not be read (") and said.count("\n") == 1
