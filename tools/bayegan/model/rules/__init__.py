"""Every finding code as data: what the rule is, with its clause, and what to do when it is broken.

One file per family; a code is defined once and never re-used for another rule.
"""

from collections.abc import Mapping

from bayegan.model.rules.amendments import AMENDMENT_RULES
from bayegan.model.rules.archive import ARCHIVE_RULES
from bayegan.model.rules.atom import ATOM_RULES
from bayegan.model.rules.bag_archives import BAG_ARCHIVE_RULES
from bayegan.model.rules.bag_profiles import BAG_PROFILE_RULES
from bayegan.model.rules.bags import BAG_RULES
from bayegan.model.rules.collections import COLLECTION_RULES
from bayegan.model.rules.datacite import DATACITE_RULES
from bayegan.model.rules.dates import DATE_RULES
from bayegan.model.rules.documents import DOCUMENT_RULES
from bayegan.model.rules.eark import EARK_RULES
from bayegan.model.rules.evidence import EVIDENCE_RULES
from bayegan.model.rules.exports import EXPORT_RULES
from bayegan.model.rules.forms import FORM_RULES
from bayegan.model.rules.metadata import METADATA_RULES
from bayegan.model.rules.notices import NOTICE_RULES
from bayegan.model.rules.ocfl import OCFL_RULES
from bayegan.model.rules.publishing import PUBLISHING_RULES
from bayegan.model.rules.rebuilding import REBUILDING_RULES
from bayegan.model.rules.records import RECORD_RULES
from bayegan.model.rules.ro_crate import RO_CRATE_RULES
from bayegan.model.rules.rule import Rule
from bayegan.model.rules.submissions import SUBMISSION_RULES
from bayegan.model.rules.vocabularies import VOCABULARY_RULES

RULES: Mapping[str, Rule] = {
    **SUBMISSION_RULES,
    **RECORD_RULES,
    **DOCUMENT_RULES,
    **METADATA_RULES,
    **DATE_RULES,
    **VOCABULARY_RULES,
    **FORM_RULES,
    **BAG_RULES,
    **BAG_PROFILE_RULES,
    **BAG_ARCHIVE_RULES,
    **ARCHIVE_RULES,
    **EVIDENCE_RULES,
    **REBUILDING_RULES,
    **AMENDMENT_RULES,
    **COLLECTION_RULES,
    **EXPORT_RULES,
    **NOTICE_RULES,
    **EARK_RULES,
    **OCFL_RULES,
    **DATACITE_RULES,
    **RO_CRATE_RULES,
    **ATOM_RULES,
    **PUBLISHING_RULES,
}

__all__ = ["RULES", "Rule"]
