"""bayegan validate."""

from pathlib import Path

import click
from click.core import ParameterSource

from bayegan.bags.bounds import Bounds
from bayegan.bags.scope import Scope
from bayegan.cli.answer import Answer, give
from bayegan.cli.bound_options import bound_options
from bayegan.cli.options import FOLDER, jobs_option, json_option, manifest_options
from bayegan.cli.progress import follow
from bayegan.cli.scope_options import scope_options
from bayegan.cli.validate_summary import Summary
from bayegan.library.validating import ValidateRequest, validations
from bayegan.model.declared import Declared
from bayegan.storage.crew import cores

_OF_PROFILES = ("paths", "profiles", "as_json")


@click.command("validate", short_help="Check bags, metadata files and submission manifests.")
@click.argument("paths", metavar="PATH...", type=FOLDER, nargs=-1, required=True)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="FILE|NAME",
    help="Only hold bags against a BagIt profile: a JSON file, or aptrust, bayegan, btr. May be repeated.",
)
@scope_options
@bound_options
@manifest_options
@jobs_option
@json_option
def command(
    paths: tuple[Path, ...],
    profiles: tuple[str, ...],
    scope: Scope,
    bounds: Bounds,
    documents: Path | None,
    declared: Declared,
    allow_unnamed: bool,
    jobs: int | None,
    as_json: bool,
) -> int:
    """Say all that is wrong with each PATH: a bag, a tree of bags, an .xml file, a submission manifest.

    A bag is a folder or an archive: .zip, .tar, .tar.gz, .tgz, .tar.bz2, .tar.xz, .tar.zst. Nothing is written,
    unpacked, fetched or followed. A bag of any BagIt version is judged by the rules of its own version.

    With --profile, bags are held against BagIt profiles and nothing else: names, sizes and bag metadata are looked
    at, digests are not checked.

    \b
    Example:
      bayegan validate /srv/archive/archive/3f/letter-12/v1
      bayegan validate --sample 5% /srv/donors
      bayegan validate letters/submission.csv
      bayegan validate --profile btr bag
    """
    if profiles:
        _demand_alone(click.get_current_context())
        from bayegan.cli.validate_profile import answer_profiles  # noqa: PLC0415  loaded where it is asked for

        return answer_profiles(paths, profiles, as_json)
    request = ValidateRequest(documents, declared, allow_unnamed, scope, bounds, jobs or cores())
    return _answer(paths, request, as_json)


def _answer(paths: tuple[Path, ...], request: ValidateRequest, as_json: bool) -> int:
    """Validate every path, and say what was found of all of them."""
    summary = Summary(all_rows=as_json)
    for work in validations(paths, request):
        summary.take(follow(work))
    several = summary.is_of_several or len(paths) > 1
    answer = Answer(
        "validate",
        summary.lines(several),
        summary.findings(several),
        summary.not_checked,
        summary.counts(several),
        summary.result,
    )
    return give(answer, as_json)


def _demand_alone(context: click.Context) -> None:
    """Raise UsageError where an option is given that a check of profiles does not look at."""
    given = [name for name in context.params if _is_given(context, name) and name not in _OF_PROFILES]
    if given:
        option = f"--{given[0].replace('_', '-')}"
        raise click.UsageError(f"--profile is a check of its own, which takes no {option}.")


def _is_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE
