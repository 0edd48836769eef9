"""Sending a message by the library apprise, the extra `notify`; loaded only where somebody is to be told."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from bayegan.model.notice import Notice

MISSING = "the library apprise is not installed (pip install 'bayegan[notify]')"


def send(notice: Notice, addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Send a message to every address; yield each that did not take it, without its password, and why."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import apprise  # noqa: PLC0415  an extra, and slow to load
        except ImportError:
            yield "", MISSING
            return
        _be_silent()
        for number, address in enumerate(addresses, 1):
            named, problem = _sent(apprise, notice, address)
            if problem:
                yield f"line {number}{named}", problem


def _sent(apprise: Any, notice: Notice, address: str) -> tuple[str, str]:
    """Send to one address; return what it may be called, and what went wrong, if anything did. Never raises."""
    asset = apprise.AppriseAsset(storage_mode="memory", async_mode=False)
    asset.app_id = asset.app_desc = "bayegan"
    asset.app_url = ""
    kind = apprise.NotifyType.SUCCESS if notice.is_good else apprise.NotifyType.FAILURE
    text = apprise.NotifyFormat.TEXT
    named = ""
    try:
        service = apprise.Apprise.instantiate(address, asset=asset)
        if service is None:
            return named, "this is no address that apprise knows"
        named = f", {service.url(privacy=True).partition('?')[0]}"
        one = apprise.Apprise(asset=asset)
        one.add(service)
        took = one.notify(notice.body, title=notice.title, notify_type=kind, body_format=text)
    except Exception as error:
        return named, type(error).__name__
    return named, "" if took else "the service did not take it"


def _be_silent() -> None:
    """Keep what the library would print to itself: stdout and stderr belong to the check."""
    logger = logging.getLogger("apprise")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
