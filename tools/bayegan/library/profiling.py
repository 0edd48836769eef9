"""Holding a bag against BagIt profiles: a fast check of its own, without digests and without a network."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bayegan.bags.bag import BagFacts
from bayegan.bags.profile import Profile, read_profile
from bayegan.bags.profile_check import FATAL, check_profile
from bayegan.bags.profile_facts import glance
from bayegan.bags.sources import source_of
from bayegan.errors import BayeganError, CouldNot, WrongUse
from bayegan.library.walking import BarrenTree, Unread, demand_more_than, unread, walk
from bayegan.metadata.shipped import schema_bytes
from bayegan.model.findings import Finding, finding, has_errors
from bayegan.model.names import shown
from bayegan.model.progress import Progress
from bayegan.storage.plain_file import read_plain_file

BUILT_IN = {
    "aptrust": "bagit-profile-aptrust-2.3.json",
    "bayegan": "bagit-profile-1.0.json",
    "btr": "bagit-profile-btr-1.0.json",
}
"""The profiles that have a name. Rules of others are restated by us."""

NOTE = "profile only: digests were not checked"
_FATAL = "the profile does not accept the form or the BagIt version of the bag, which ends the judging"
_ADVICE = "See the findings on it, and validate again."
_UNUSABLE = "the profile cannot be used"


@dataclass(frozen=True, slots=True)
class NamedProfile:
    """A profile as it was asked for; None where it cannot be used. `findings` are about the profile itself."""

    name: str
    profile: Profile | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a bag stands to one profile; `unchecked` where nothing speaks against it and not all could be seen."""

    profile: NamedProfile
    outcome: Literal["fits", "departs", "unchecked"]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ProfileValidation:
    """How one bag stands to profiles.

    `findings` are about tag files that had to be read; `not_checked` has what was not seen or judged, and why.
    """

    path: str
    standings: tuple[Standing, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[Unread, ...]

    @property
    def is_sound(self) -> bool:
        """Whether the bag was judged, and fits every profile."""
        return bool(self.standings) and all(one.outcome == "fits" for one in self.standings)


def open_profile(name: str) -> NamedProfile:
    """Read a profile: one of `BUILT_IN`, else a file. Nothing is fetched.

    Raises WrongUse where there is neither, and CouldNot where the file cannot be read.
    """
    content = schema_bytes(BUILT_IN[name]) if name in BUILT_IN else _file(name)
    profile, findings = read_profile(content)
    return NamedProfile(name, profile, tuple(replace(one, path=shown(name)) for one in findings))


def _file(name: str) -> bytes:
    try:
        return read_plain_file(Path(name))
    except FileNotFoundError as error:
        known = ", ".join(BUILT_IN)
        advice = f"Name a JSON file, or one of {known}. An address is not fetched: save the profile first."
        raise WrongUse(name, "there is no such profile", advice) from error
    except OSError as error:
        raise CouldNot(name, f"cannot be read ({error.strerror})", "Check its permissions.") from error


def profile_validations(
    paths: Sequence[Path], profiles: Sequence[NamedProfile]
) -> Iterator[Generator[Progress, None, ProfileValidation]]:
    """Yield the work of holding the bag at each path against every profile, and each bag of a tree of them.

    What is not there or cannot be read is said by its own validation and does not stop the others; only where it is
    all that is named, WrongUse or CouldNot is raised.
    """
    for met in walk(paths):
        match met:
            case Unread():
                yield _done(ProfileValidation(met.path, (), (), (met,)))
            case BarrenTree(path):
                wrong = finding("bag-none-found", path=path.name, found="no bag")
                yield _done(ProfileValidation(str(path), (), (wrong,), ()))
            case _:
                yield _said(met, paths, validate_profiles(met, profiles))


def _done(one: ProfileValidation) -> Generator[Progress, None, ProfileValidation]:
    yield from ()
    return one


def _said(
    path: Path, paths: Sequence[Path], work: Generator[Progress, None, ProfileValidation]
) -> Generator[Progress, None, ProfileValidation]:
    """Return what `work` returns, or that the path could not be read."""
    try:
        return (yield from work)
    except BayeganError as error:
        demand_more_than(paths, error)
        return ProfileValidation(str(path), (), (), (unread(path, error),))


def validate_profiles(path: Path, profiles: Sequence[NamedProfile]) -> Generator[Progress, None, ProfileValidation]:
    """Hold the bag at `path` against every profile, each for itself.

    Raises WrongUse where there is no such bag, and CouldNot where it cannot be listed.
    """
    tag_files = {name for one in profiles if one.profile for name in one.profile.other_tags}
    seen = yield from glance(source_of(path), sorted(tag_files))
    is_seen = not has_errors(seen.findings) and not seen.not_checked
    standings = tuple(_standing(one, seen.facts, is_seen) for one in profiles)
    not_checked = [Unread(f"{path}: {one.path}", one.reason, _ADVICE) for one in seen.not_checked]
    for one in standings:
        if one.profile.profile is None:
            not_checked.append(Unread(f"{path}: profile {one.profile.name}", _UNUSABLE, _ADVICE))
        elif any(wrong.code in FATAL for wrong in one.findings):
            rest = f"{path}: all other rules of profile {one.profile.name}"
            not_checked.append(Unread(rest, _FATAL, _ADVICE))
    return ProfileValidation(str(path), standings, seen.findings, tuple(not_checked))


def _standing(named: NamedProfile, facts: BagFacts, is_seen: bool) -> Standing:
    if named.profile is None:
        return Standing(named, "unchecked", ())
    said = f", as profile {shown(named.name)} has it"
    findings = tuple(replace(one, rule=one.rule + said) for one in check_profile(named.profile, facts))
    if has_errors(findings):
        return Standing(named, "departs", findings)
    return Standing(named, "fits" if is_seen else "unchecked", findings)
