"""A time-stamp authority of this machine alone: `openssl ts` behind HTTP on loopback."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

_CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = An authority of this test
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[signer]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ordering = yes
"""


class Authority:
    """Its address, the certificate that is to be trusted, and what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "root.pem"
        self.asked: list[bytes] = []
        self.answer: bytes | None = None
        """What is answered whatever is asked; None for a time-stamp."""
        self.url = ""
        folder.mkdir(parents=True)
        (folder / "serial").write_text("01")
        (folder / "ts.cnf").write_text(_CONFIG.format(folder=folder))
        self._openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -config ts.cnf -extensions root", "root")
        request = "req -newkey rsa:2048 -nodes -config ts.cnf -subj /CN=signer -keyout signer.key -out signer.csr"
        self._openssl(request)
        sign = "x509 -req -in signer.csr -CA root.pem -CAkey root.key -days 2 -extfile ts.cnf -extensions signer"
        self._openssl(f"{sign} -out signer.pem")

    def _openssl(self, words: str, name: str = "") -> None:
        to = ["-keyout", f"{name}.key", "-out", f"{name}.pem"] if name else []
        subprocess.run(["openssl", *words.split(), *to], cwd=self.folder, check=True, capture_output=True)

    def stamp(self, query: bytes) -> bytes:
        """Return what is answered to a query."""
        self.asked.append(query)
        if self.answer is not None:
            return self.answer
        (self.folder / "query.tsq").write_bytes(query)
        self._openssl("ts -reply -config ts.cnf -section tsa -queryfile query.tsq -out answer.tsr")
        return (self.folder / "answer.tsr").read_bytes()


@contextmanager
def time_authority(folder: Path) -> Iterator[Authority]:
    """Serve an authority on loopback while the block runs."""
    authority = Authority(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = authority.stamp(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        authority.url = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield authority
        finally:
            server.shutdown()
            thread.join()
