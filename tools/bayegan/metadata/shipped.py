"""The schemas that this release ships, and what they refuse to load."""

from functools import cache
from importlib.resources import files

from lxml import etree

from bayegan.metadata.parser import parse_shipped

_BASE = "bayegan_schemas/"


def schema_names() -> tuple[str, ...]:
    """Return the names of all shipped schemas and profiles, versions of old included, in order."""
    shipped = (one.name for one in files("bayegan_schemas").iterdir())
    return tuple(sorted(name for name in shipped if name.endswith((".xsd", ".json"))))


def schema_bytes(name: str) -> bytes:
    """Return a shipped schema as it is. Raises FileNotFoundError for a name that is not shipped."""
    if name not in schema_names():
        raise FileNotFoundError(f"no schema {name} is shipped")
    return files("bayegan_schemas").joinpath(name).read_bytes()


@cache
def xsd(name: str) -> etree.XMLSchema:
    """Return the compiled schema, compiled once. What it imports is found among the shipped ones or nowhere.

    Raises FileNotFoundError for a name that is not shipped.
    """
    return etree.XMLSchema(parse_shipped(schema_bytes(name), _BASE + name, Catalogue()))


class Catalogue(etree.Resolver):
    """Serves the shipped schemas by name and refuses every other address."""

    def resolve(self, system_url: str, public_id: str, context: object) -> object:  # type: ignore[override]
        """Return the shipped schema of that name. Raises FileNotFoundError for anything else."""
        del public_id
        content = schema_bytes(system_url.removeprefix(_BASE))
        return self.resolve_string(content, context, base_url=system_url)
