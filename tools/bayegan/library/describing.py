"""Payload files as the metadata of their bag has them: objects of premis.xml, lines of manifests."""

from collections.abc import Sequence

from bayegan.bags.seal import payload_lines
from bayegan.metadata.premis_xml import files_markup
from bayegan.metadata.proved_file import are_files_proved
from bayegan.model.preservation import DescribedFiles, FileObject


def described_files(files: Sequence[FileObject], item: str, algorithms: Sequence[str]) -> DescribedFiles:
    """Describe files of an item, each with its digests by all `algorithms` of the manifests; what premis.xml says
    of them is held against its schema. Raises WrongUse for what no payload can hold.
    """
    markup = files_markup(files, item)
    lines = payload_lines(files, algorithms)
    return DescribedFiles(markup, are_files_proved(markup), lines, sum(one.size for one in files))
