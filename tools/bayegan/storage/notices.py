"""Sending a message by the library apprise, the extra `notify`; loaded only where somebody is to be told."""

import logging
from collections.abc import Iterator, Sequence

from bayegan.model.notice import Notice

MISSING = "the library apprise is not installed (pip install 'bayegan[notify]')"


def send(notice: Notice, addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Send a message to every address; yield each that did not take it, without its password, and why."""
    try:
        import apprise  # noqa: PLC0415  an extra, and slow to load
    except ImportError:
        yield "", MISSING
        return
    _be_silent()
    asset = apprise.AppriseAsset(storage_mode="memory", async_mode=False)
    asset.app_id = asset.app_desc = "bayegan"
    asset.app_url = ""
    kind = apprise.NotifyType.SUCCESS if notice.is_good else apprise.NotifyType.FAILURE
    for number, address in enumerate(addresses, 1):
        named = f"line {number}"
        try:
            service = apprise.Apprise.instantiate(address, asset=asset)
            if service is None:
                yield named, "this is no address that apprise knows"
                continue
            named = f"line {number}, {str(service.url(privacy=True)).partition('?')[0]}"  # type: ignore[no-untyped-call]
            one = apprise.Apprise(asset=asset)
            one.add(service)
            took = one.notify(
                notice.body, title=notice.title, notify_type=kind, body_format=apprise.NotifyFormat.TEXT
            )
        except Exception as error:
            yield named, f"{type(error).__name__}: {error}"
        else:
            if not took:
                yield named, "the service did not take it"


def _be_silent() -> None:
    """Keep what the library would print to itself: stdout and stderr belong to the check."""
    logger = logging.getLogger("apprise")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
