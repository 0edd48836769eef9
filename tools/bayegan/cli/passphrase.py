"""The passphrase of a key: from the environment, or asked for where there is somebody to ask."""

import os
import sys

import click

from bayegan.library.ledger_keys import PASSPHRASE, Ask


def asking(*, as_json: bool) -> Ask:
    """Return what gives the passphrase of a key file that has one."""

    def ask(path: str) -> bytes | None:
        if said := os.environ.get(PASSPHRASE):
            return said.encode("utf-8")
        if as_json or not sys.stdin.isatty():
            return None
        return str(click.prompt(f"Passphrase of {path}", hide_input=True, err=True)).encode("utf-8")

    return ask


def new_passphrase(*, is_wanted: bool, as_json: bool) -> bytes | None:
    """Return the passphrase of a key that is being made, asked for twice; None where none is wanted."""
    if not is_wanted:
        return None
    if said := os.environ.get(PASSPHRASE):
        return said.encode("utf-8")
    if as_json or not sys.stdin.isatty():
        raise click.UsageError(f"--passphrase: set {PASSPHRASE}, or type it at a terminal")
    said = click.prompt("Passphrase of the new key", hide_input=True, confirmation_prompt=True, err=True)
    return str(said).encode("utf-8")
