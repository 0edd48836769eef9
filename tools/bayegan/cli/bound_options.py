"""How much an archive file may ask for, as options. Apart from the others: few commands read such files."""

from collections.abc import Callable
from functools import wraps

import click

from bayegan.bags.bounds import Bounds

_BOUNDS = Bounds()
_OPTIONS = {
    "max_members": ("members", _BOUNDS.members, "Refuse archives with more members."),
    "max_octets": ("octets", _BOUNDS.octets, "Refuse archives that unpack to more octets."),
    "max_ratio": ("ratio", _BOUNDS.ratio, "Refuse archives that unpack to more times their size (above 100 MiB)."),
    "max_manifest_octets": (
        "lists",
        _BOUNDS.lists,
        "Refuse archives whose manifests and fetch.txt have more octets together.",
    ),
    "max_tag_octets": ("tag_file", _BOUNDS.tag_file, "Refuse archives where another tag file has more octets."),
}


def bound_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add --max-members, --max-octets and so on; the command is given all of them as `bounds`."""

    @wraps(command)
    def bounded(**values: object) -> int:
        bounds = {field: values.pop(name) for name, (field, _, _) in _OPTIONS.items()}
        return command(bounds=Bounds(**bounds), **values)  # type: ignore[arg-type]

    with_options = bounded
    for name, (_, default, text) in reversed(_OPTIONS.items()):
        option = f"--{name.replace('_', '-')}"
        with_options = click.option(
            option, type=click.IntRange(min=1), metavar="N", default=default, show_default=True, help=text
        )(with_options)
    return with_options
