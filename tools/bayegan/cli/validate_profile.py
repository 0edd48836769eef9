"""bayegan validate --profile: bags against BagIt profiles, and nothing else."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from bayegan.cli.answer import Answer, NotChecked, give
from bayegan.cli.progress import follow
from bayegan.library.profiling import NOTE, ProfileValidation, Standing, open_profile, profile_validations
from bayegan.model.findings import Finding
from bayegan.model.names import shown


def answer_profiles(paths: Sequence[Path], names: Sequence[str], as_json: bool) -> int:
    """Hold every bag against every profile, and say how each stands to each."""
    profiles = [open_profile(name) for name in dict.fromkeys(names)]
    validations = [follow(work) for work in profile_validations(paths, profiles)]
    findings = [wrong for one in profiles for wrong in one.findings]
    findings += [_at(one, wrong) for one in validations for wrong in _findings(one)]
    unread = [NotChecked(what.path, what.reason, what.advice) for one in validations for what in one.not_checked]
    judged = [one for one in validations if one.standings]
    counts = {"bags": len(judged), "sound": sum(one.is_sound for one in validations)}
    lines = [_line(one, standing) for one in judged for standing in one.standings]
    result = [_result(one) for one in validations]
    return give(Answer("validate", lines, findings, unread, counts, result), as_json)


def _findings(one: ProfileValidation) -> list[Finding]:
    return [*one.findings, *(wrong for standing in one.standings for wrong in standing.findings)]


def _at(one: ProfileValidation, wrong: Finding) -> Finding:
    return dataclasses.replace(wrong, path=shown(f"{one.path}/{wrong.path}" if wrong.path else one.path))


def _line(one: ProfileValidation, standing: Standing) -> str:
    profile = standing.profile.profile
    version = f" {profile.version}" if profile and profile.version else ""
    return f"{standing.outcome:9} {shown(one.path)}  (profile {shown(standing.profile.name + version)}; {NOTE})"


def _result(one: ProfileValidation) -> dict[str, object]:
    stands = [
        {
            "name": shown(standing.profile.name),
            "identifier": shown(standing.profile.profile.identifier) if standing.profile.profile else "",
            "outcome": standing.outcome,
        }
        for standing in one.standings
    ]
    return {
        "path": shown(one.path),
        "kind": "bag" if one.standings else "unread",
        "sound": one.is_sound,
        "profiles": stands,
        "note": NOTE,
    }
