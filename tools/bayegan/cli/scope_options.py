"""How far bags are checked, as options."""

from collections.abc import Callable
from functools import wraps

import click

from bayegan.bags.scope import Level
from bayegan.library.validating import scope_for

_LEVELS = [level.value for level in Level if level is not Level.SAMPLE]
_OPTIONS = (
    click.option("--seed", metavar="TEXT", help="Take the sample that was taken with this seed."),
    click.option("--sample", metavar="N%", help="All but digests, and those of N% of the files."),
    click.option(
        "--level",
        type=click.Choice(_LEVELS),
        default=Level.FULL.value,
        show_default=True,
        help="How far bags are checked; each level holds those before it.",
    ),
)


def scope_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add --level, --sample and --seed; the command is given what they come to as `scope`."""

    @wraps(command)
    def scoped(level: str, sample: str | None, seed: str | None, **values: object) -> int:
        return command(scope=scope_for(level, sample, seed), **values)

    with_options: Callable[..., int] = scoped
    for option in _OPTIONS:
        with_options = option(with_options)
    return with_options
