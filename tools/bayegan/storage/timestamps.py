"""Time-stamps of RFC 3161: asked for over HTTP, verified offline. The only home of the library `rfc3161_client`.

It is an extra, `bayegan[timestamp]`. Nothing is sent unless somebody configured or named an authority, and then a
SHA-256 digest alone is.
"""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bayegan.errors import CouldNot, WrongUse

if TYPE_CHECKING:
    from rfc3161_client import TimeStampRequest, TimeStampResponse

_SECONDS = 60
_MOST_OCTETS = 1 << 20
_AGAIN = "Try again later with `bayegan ledger checkpoint`; the checkpoint itself stands."


def request_timestamp(url: str, content: bytes) -> bytes:
    """Ask the authority at `url` for a time-stamp of `content`, and return its whole response.

    What comes back is of this content and answers this request; who signed it is not looked at here. Raises
    WrongUse for an address that is not of HTTP, CouldNot where no time-stamp is given.
    """
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise WrongUse(
            url, "this is no address of HTTP", "A time-stamp authority has one like https://example.org/"
        )
    _demand_library()
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415

    request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = _posted(url, request.as_bytes())
    if problem := _problem(answer, request):
        raise CouldNot(url, f"it gave no time-stamp: {problem}", _AGAIN)
    return answer


def timestamp_time(response: bytes) -> datetime:
    """Return the time that a time-stamp states, unproved; raises ValueError where it is none."""
    _demand_library()
    return _decoded(response).tst_info.gen_time.astimezone(UTC)


def verified_time(response: bytes, content: bytes, authorities: bytes) -> datetime:
    """Return the time at which an authority saw `content`, where it is proved.

    `authorities` are certificates in PEM that are trusted. Raises ValueError, saying what does not hold.
    """
    _demand_library()
    from cryptography import x509  # noqa: PLC0415
    from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415

    stamp = _decoded(response)
    try:
        certificates = x509.load_pem_x509_certificates(authorities)
    except ValueError as error:
        raise WrongUse("--authority", "it holds no certificates in PEM", "Ask the authority for them.") from error
    builder = VerifierBuilder()
    for one in certificates:
        builder = builder.add_root_certificate(one)
    try:
        builder.build().verify_message(stamp, content)
    except VerificationError as error:
        raise ValueError(str(error)) from error
    return stamp.tst_info.gen_time.astimezone(UTC)


def _posted(url: str, query: bytes) -> bytes:
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    request = urllib.request.Request(url, data=query, headers=headers, method="POST")  # noqa: S310  http or https
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(_MOST_OCTETS)
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise CouldNot(url, f"the time-stamp authority does not answer ({reason})", _AGAIN) from error
    return content


def _problem(answer: bytes, request: TimeStampRequest) -> str | None:
    from rfc3161_client import PKIStatus  # noqa: PLC0415

    try:
        stamp = _decoded(answer)
    except ValueError as error:
        return str(error)
    if PKIStatus(stamp.status) not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
        return "it refused"
    if stamp.tst_info.message_imprint.message != request.message_imprint.message:
        return "it is of something else"
    return None if stamp.tst_info.nonce == request.nonce else "it answers another request"


def _decoded(response: bytes) -> TimeStampResponse:
    from rfc3161_client import decode_timestamp_response  # noqa: PLC0415

    try:
        stamp = decode_timestamp_response(response)
        _ = stamp.tst_info
    except ValueError as error:
        raise ValueError("it is no time-stamp response of RFC 3161") from error
    return stamp


def _demand_library() -> None:
    try:
        import rfc3161_client  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        advice = "Install it: pip install 'bayegan[timestamp]'"
        raise CouldNot("a time-stamp", "the library rfc3161-client is not installed", advice) from error
