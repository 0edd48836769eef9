"""A mail server on loopback (RFC 5321, with AUTH PLAIN and LOGIN, and STARTTLS where it has a certificate)."""

import base64
import contextlib
import socketserver
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast


@dataclass
class MailServer:
    """What it demands, and what came in. `refuse` is what it answers to RCPT in place of taking the mail."""

    user: str = ""
    password: str = ""
    refuse: str = ""
    certificate: ssl.SSLContext | None = None
    port: int = 0
    got: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    was_secret: list[bool] = field(default_factory=list)
    """Whether each mail came through TLS."""


class _Talk(socketserver.StreamRequestHandler):
    """One client. It has to log in where a user is demanded."""

    def handle(self) -> None:
        self.wanted = cast("_Server", self.server).wanted
        self.is_known, self.is_secret = not self.wanted.user, False
        self.say("220 mail.example.org")
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            while (line := self.line()) is not None:
                word, _, rest = line.partition(" ")
                if not self.obey(word.upper(), rest):
                    break
        if self.is_secret:
            self.connection.close()

    def say(self, *lines: str) -> None:
        for number, line in enumerate(lines):
            code, _, text = line.partition(" ")
            self.wfile.write(f"{code}{' ' if number == len(lines) - 1 else '-'}{text}\r\n".encode("ascii"))

    def line(self) -> str | None:
        read = self.rfile.readline()
        return read.decode("utf-8").rstrip("\r\n") if read else None

    def obey(self, word: str, rest: str) -> bool:
        match word:
            case "EHLO" | "HELO":
                more = ["250 STARTTLS"] if self.wanted.certificate and not self.is_secret else []
                self.say("250 mail.example.org", *more, "250 8BITMIME", "250 AUTH PLAIN LOGIN")
            case "STARTTLS" if self.wanted.certificate:
                self.say("220 go on")
                self.hide()
            case "AUTH":
                self.is_known = self.logged_in(rest)
                self.say("235 welcome" if self.is_known else "535 these are not the credentials")
            case "MAIL" if not self.is_known:
                self.say("530 log in first")
            case "RCPT":
                self.wanted.recipients.append(rest.partition("<")[2].partition(">")[0])
                self.say(self.wanted.refuse or "250 taken")
            case "DATA":
                self.say("354 go on")
                self.take()
                self.say("250 taken")
            case "QUIT":
                self.say("221 bye")
                return False
            case _:
                self.say("250 as you like")
        return True

    def logged_in(self, rest: str) -> bool:
        way, _, first = rest.partition(" ")
        if way.upper() == "PLAIN":
            _, user, password = base64.b64decode(first or self.asked("")).decode("utf-8").split("\0")
        else:
            user = base64.b64decode(first or self.asked("Username:")).decode("utf-8")
            password = base64.b64decode(self.asked("Password:")).decode("utf-8")
        return (user, password) == (self.wanted.user, self.wanted.password)

    def asked(self, question: str) -> str:
        self.say(f"334 {base64.b64encode(question.encode('ascii')).decode('ascii')}")
        return self.line() or ""

    def hide(self) -> None:
        if self.wanted.certificate is not None:
            self.connection = self.wanted.certificate.wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile("rb")
            self.wfile = self.connection.makefile("wb", 0)
            self.is_secret = True

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.wanted.got.append(message_from_bytes(b"".join(lines), policy=default))
        self.wanted.was_secret.append(self.is_secret)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    wanted: MailServer


@contextlib.contextmanager
def mail_server(wanted: MailServer) -> Iterator[MailServer]:
    """Run it while the block runs."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.wanted, wanted.port = wanted, server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield wanted
        server.shutdown()
        thread.join()
