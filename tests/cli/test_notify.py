"""Who is told of findings: nobody unless asked for, no name unless asked for, and a failure to tell is said."""

import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bayegan.storage.policy_file import read_policy
from mail_server import MailServer, mail_server
from running import WITHOUT_POWERS, Bayegan, as_a_process

apprise = pytest.importorskip("apprise", reason="the extra notify is not installed")


class Hook:
    """A webhook on loopback."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.answer = 200
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                hook.got.append(json.loads(self.rfile.read(length)))
                self.send_response(hook.answer)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"json://user:s3cret@127.0.0.1:{self.server.server_port}"


@pytest.fixture
def hook() -> Iterator[Hook]:
    one = Hook()
    yield one
    one.server.shutdown()
    one.server.server_close()
    one.thread.join()


@pytest.fixture
def held(archive: Path, accession: Path, bayegan: Bayegan) -> Path:
    bayegan("ingest", "--archive", archive, accession / "submission.json")
    return archive


def name_addressees(archive: Path, *lines: str, mode: int = 0o600) -> Path:
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "bayegan"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{read_policy(archive / 'bayegan.toml').archive_id}.notify"
    file.write_text("\n".join(("# who is told", "", *lines)) + "\n")
    file.chmod(mode)
    return file


def damage(archive: Path) -> None:
    victim = next(archive.glob("archive/*/BT-1/v1/data/*/*"))
    victim.write_bytes(victim.read_bytes() + b"!")


def said(archive: Path, text: str) -> None:
    policy = archive / "bayegan.toml"
    policy.write_text(policy.read_text() + f"\n[notify]\n{text}\n")


def test_findings_are_told_in_counts_without_a_name(held: Path, hook: Hook, bayegan: Bayegan) -> None:
    name_addressees(held, hook.address)
    damage(held)
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert ran.codes == ["fixity-altered"]
    [message] = hook.got
    assert "FINDINGS" in message["title"]
    assert "altered: 1" in message["message"]
    assert ran.envelope["result"]["report"] in message["message"]
    everything = json.dumps(message, ensure_ascii=False)
    for name in ("BT-1", "summaries", "summary", "Test Archive", str(held)):
        assert name not in everything


def test_a_clean_check_is_told_only_where_the_policy_says_so(held: Path, hook: Hook, bayegan: Bayegan) -> None:
    name_addressees(held, hook.address)
    bayegan("fixity", "check", "--archive", held)
    assert hook.got == []
    said(held, "always = true")
    bayegan("fixity", "check", "--archive", held)
    assert len(hook.got) == 1
    assert "nothing found" in hook.got[0]["title"]


def test_files_are_named_where_the_policy_says_so(held: Path, hook: Hook, bayegan: Bayegan) -> None:
    name_addressees(held, hook.address)
    said(held, "names_items = true")
    damage(held)
    bayegan("fixity", "check", "--archive", held, expect=1)
    assert "BT-1 v1 data/summaries/The 1988 executions - a summary.txt altered" in hook.got[0]["message"]


def test_nothing_is_sent_where_nobody_is_named(held: Path, hook: Hook, bayegan: Bayegan) -> None:
    damage(held)
    assert bayegan("fixity", "check", "--archive", held, expect=1).codes == ["fixity-altered"]
    name_addressees(held)
    assert bayegan("fixity", "check", "--archive", held, expect=1).codes == ["fixity-altered"]
    name_addressees(held, hook.address)
    bayegan("fixity", "check", "--archive", held, "--no-record", expect=1)
    assert hook.got == []


@pytest.mark.parametrize("damaged", [False, True])
def test_a_failure_to_tell_is_a_warning_and_leaves_the_exit_code(
    held: Path, hook: Hook, bayegan: Bayegan, damaged: bool
) -> None:
    hook.answer = 500
    name_addressees(held, hook.address, "nonsense://x", "not an address")
    said(held, "always = true")
    if damaged:
        damage(held)
    ran = bayegan("fixity", "check", "--archive", held, expect=1 if damaged else 0)
    told = [one for one in ran.envelope["findings"] if one["code"] == "notice-not-sent"]
    assert [one["severity"] for one in told] == ["warning"] * 3
    assert "s3cret" not in ran.said()
    code, out, err = bayegan.text("fixity", "check", "--archive", held)
    assert code == (1 if damaged else 0)
    assert "warning" in out
    assert "s3cret" not in out + err


def test_a_file_that_others_may_read_is_not_used(held: Path, hook: Hook, bayegan: Bayegan) -> None:
    name_addressees(held, hook.address, mode=0o640)
    damage(held)
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert "notice-file-open" in ran.codes
    assert hook.got == []


def test_without_the_library_the_check_says_what_to_install(
    held: Path, hook: Hook, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_addressees(held, hook.address)
    damage(held)
    monkeypatch.setitem(sys.modules, "apprise", None)
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    told = [one["found"] for one in ran.envelope["findings"] if one["code"] == "notice-not-sent"]
    assert told == ["the library apprise is not installed (pip install 'bayegan[notify]')"]
    assert hook.got == []


def test_one_address_that_fails_stops_no_other(held: Path, hook: Hook, bayegan: Bayegan) -> None:
    name_addressees(held, "json://127.0.0.1:9", hook.address)
    damage(held)
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert ran.codes.count("notice-not-sent") == 1
    assert len(hook.got) == 1


def test_a_check_that_could_not_be_made_is_told(held: Path, hook: Hook) -> None:
    name_addressees(held, hook.address)
    ledger = held / "manifests" / "ledger"
    ledger.chmod(0)
    try:
        done = as_a_process("fixity", "check", "--archive", held, before=WITHOUT_POWERS)
    finally:
        ledger.chmod(0o755)
    assert done.returncode == 3
    [message] = hook.got
    assert "could not be made" in message["message"]
    assert str(held) not in message["message"]


def test_a_wrong_value_in_the_policy_is_said(held: Path, hook: Hook, bayegan: Bayegan) -> None:
    name_addressees(held, hook.address)
    said(held, 'always = "yes"')
    damage(held)
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert "notify.always" in ran.said()


def test_a_schedule_opens_the_network_only_for_that(held: Path, hook: Hook, bayegan: Bayegan) -> None:
    assert not bayegan("fixity", "schedule", "--archive", held).envelope["result"]["needs_network"]
    file = name_addressees(held, hook.address)
    assert bayegan("fixity", "schedule", "--archive", held).envelope["result"]["needs_network"]
    file.unlink()


# By mail

SECRET = "s3cret-of-the-mailbox"  # noqa: S105  of a server that is in this file


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server(MailServer(user="archive", password=SECRET)) as server:
        yield server


def mailbox(mail: MailServer, scheme: str = "mailto", **words: str) -> str:
    """The line that an archivist writes into the file of those who are told."""
    said = {"from": "archive@example.org", "to": "auditor@example.org", **words}
    query = "&".join(f"{name}={value}" for name, value in said.items())
    return f"{scheme}://archive:{words.get('pass', SECRET)}@localhost:{mail.port}/?{query}"


def test_findings_are_mailed_in_counts_without_a_name(held: Path, mail: MailServer, bayegan: Bayegan) -> None:
    name_addressees(held, mailbox(mail))
    damage(held)
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert ran.codes == ["fixity-altered"]
    [letter] = mail.got
    assert mail.recipients == ["auditor@example.org"]
    assert letter["To"] == "auditor@example.org"
    assert "archive@example.org" in letter["From"]
    assert "FINDINGS" in letter["Subject"]
    text = letter.get_body(("plain", "html")).get_content()  # type: ignore[union-attr]
    assert "altered: 1" in text
    assert ran.envelope["result"]["report"] in text
    everything = letter.as_string() + text
    for name in ("BT-1", "summaries", "Test Archive", str(held), SECRET):
        assert name not in everything


def test_a_clean_check_is_mailed_only_where_the_policy_says_so(
    held: Path, mail: MailServer, bayegan: Bayegan
) -> None:
    name_addressees(held, mailbox(mail))
    bayegan("fixity", "check", "--archive", held)
    assert mail.got == []
    said(held, "always = true")
    bayegan("fixity", "check", "--archive", held)
    assert ["nothing found" in letter["Subject"] for letter in mail.got] == [True]


def refused(mail: MailServer) -> str:
    mail.refuse = "550 no such mailbox"
    return mailbox(mail)


def gone(mail: MailServer) -> str:
    mail.port = 9
    return mailbox(mail)


WAYS_TO_FAIL = {
    "a wrong password": lambda mail: mailbox(mail, **{"pass": "wr0ng-of-the-mailbox"}),
    "a mailbox that is refused": refused,
    "no server": gone,
}


@pytest.mark.parametrize("way", WAYS_TO_FAIL)
def test_a_mail_that_is_not_taken_is_a_warning_and_no_secret_is_shown(
    held: Path, mail: MailServer, bayegan: Bayegan, way: str
) -> None:
    name_addressees(held, WAYS_TO_FAIL[way](mail))
    damage(held)
    ran = bayegan("fixity", "check", "--archive", held, expect=1)
    assert ran.codes == ["fixity-altered", "notice-not-sent"]
    assert mail.got == []
    done = as_a_process("fixity", "check", "--archive", held)
    assert done.returncode == 1
    assert "notice-not-sent" in done.stdout + done.stderr
    everything = [ran.said(), done.stdout, done.stderr]
    everything += [path.read_text() for path in (held / "manifests").rglob("*.json*")]
    for text in everything:
        assert SECRET not in text
        assert "wr0ng" not in text


def test_a_mail_goes_through_tls_where_that_is_asked_for(
    held: Path, tmp_path: Path, bayegan: Bayegan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And to nobody whose certificate is not vouched for."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    damage(held)
    with mail_server(MailServer(user="archive", password=SECRET, certificate=context)) as mail:
        name_addressees(held, mailbox(mail, "mailtos", mode="starttls"))
        unknown = bayegan("fixity", "check", "--archive", held, expect=1)
        assert "notice-not-sent" in unknown.codes
        assert mail.got == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert bayegan("fixity", "check", "--archive", held, expect=1).codes == ["fixity-altered"]
    assert mail.was_secret == [True]
    assert SECRET not in unknown.said()
