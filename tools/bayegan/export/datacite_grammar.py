"""The properties of DataCite 4.7: their attributes, and the lists that these take values of."""

from collections.abc import Mapping
from dataclasses import dataclass

_Values = Mapping[str, frozenset[str] | None]


@dataclass(frozen=True, slots=True)
class Form:
    """The attributes that a property must and may have, each with the list of its values; None where it is open."""

    must: _Values
    may: _Values
    has_parts: bool = False


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _open(words: str) -> _Values:
    return dict.fromkeys(words.split())


_RESOURCE_TYPES = _listed(
    "Audiovisual Award Book BookChapter Collection ComputationalNotebook ConferencePaper ConferenceProceeding "
    "DataPaper Dataset Dissertation Event Image Instrument InteractiveResource Journal JournalArticle Model "
    "OutputManagementPlan PeerReview PhysicalObject Poster Preprint Presentation Project Report Service Software "
    "Sound Standard StudyRegistration Text Workflow Other"
)
_CONTRIBUTOR_TYPES = _listed(
    "ContactPerson DataCollector DataCurator DataManager Distributor Editor HostingInstitution Other Producer "
    "ProjectLeader ProjectManager ProjectMember RegistrationAgency RegistrationAuthority RelatedPerson Researcher "
    "ResearchGroup RightsHolder Sponsor Supervisor Translator WorkPackageLeader"
)
_DATE_TYPES = _listed(
    "Accepted Available Collected Copyrighted Coverage Created Issued Other Submitted Updated Valid Withdrawn"
)
_IDENTIFIER_TYPES = _listed(
    "ARK arXiv bibcode CSTR DOI EAN13 EISSN Handle IGSN ISBN ISSN ISTC LISSN LSID PMID PURL RAiD RRID SWHID UPC "
    "URL URN w3id"
)
_RELATIONS = _listed(
    "IsCitedBy Cites IsSupplementTo IsSupplementedBy IsContinuedBy Continues IsNewVersionOf IsPreviousVersionOf "
    "IsPartOf HasPart IsPublishedIn IsReferencedBy References IsDocumentedBy Documents IsCompiledBy Compiles "
    "IsVariantFormOf IsOriginalFormOf IsIdenticalTo HasMetadata IsMetadataFor Reviews IsReviewedBy IsDerivedFrom "
    "IsSourceOf Describes IsDescribedBy HasVersion IsVersionOf Requires IsRequiredBy Obsoletes IsObsoletedBy "
    "Collects IsCollectedBy HasTranslation IsTranslationOf Other"
)
_NAME_TYPES = _listed("Personal Organizational")
_TITLE_TYPES = _listed("AlternativeTitle Subtitle TranslatedTitle Other")
_DESCRIPTION_TYPES = _listed("Abstract Methods SeriesInformation TableOfContents TechnicalInfo Other")
_LANG = _open("xml:lang")

MANDATORY: Mapping[str, str] = {
    "identifier": "id; a DOI as dc.identifier, or --set prefix=10.NNNN",
    "creators/creator": "a person or an organisation with the role author",
    "titles/title": "titles",
    "publisher": "an organisation with the role publisher, or the organisation of bayegan.toml",
    "publicationYear": "a date of the kind issued",
    "resourceType": "types",
}
"""The properties that every resource has (DataCite 4.7, mandatory properties), and where they are filled in."""

FORMS: Mapping[str, Form] = {
    "identifier": Form(_open("identifierType"), {}),
    "creators/creator": Form({}, {}, has_parts=True),
    "titles/title": Form({}, {"titleType": _TITLE_TYPES, **_LANG}),
    "publisher": Form({}, _open("publisherIdentifier publisherIdentifierScheme schemeURI xml:lang")),
    "publicationYear": Form({}, {}),
    "resourceType": Form({"resourceTypeGeneral": _RESOURCE_TYPES}, {}),
    "subjects/subject": Form({}, _open("subjectScheme schemeURI valueURI classificationCode xml:lang")),
    "contributors/contributor": Form({"contributorType": _CONTRIBUTOR_TYPES}, {}, has_parts=True),
    "dates/date": Form({"dateType": _DATE_TYPES}, _open("dateInformation")),
    "language": Form({}, {}),
    "alternateIdentifiers/alternateIdentifier": Form(_open("alternateIdentifierType"), {}),
    "relatedIdentifiers/relatedIdentifier": Form(
        {"relatedIdentifierType": _IDENTIFIER_TYPES, "relationType": _RELATIONS},
        {
            "resourceTypeGeneral": _RESOURCE_TYPES,
            **_open("relationTypeInformation relatedMetadataScheme schemeURI schemeType"),
        },
    ),
    "sizes/size": Form({}, {}),
    "formats/format": Form({}, {}),
    "version": Form({}, {}),
    "rightsList/rights": Form({}, _open("rightsURI rightsIdentifier rightsIdentifierScheme schemeURI xml:lang")),
    "descriptions/description": Form({"descriptionType": _DESCRIPTION_TYPES}, _LANG),
    "geoLocations/geoLocation": Form({}, {}, has_parts=True),
    "fundingReferences/fundingReference": Form({}, {}, has_parts=True),
    "relatedItems/relatedItem": Form(
        {"relatedItemType": _RESOURCE_TYPES, "relationType": _RELATIONS},
        _open("relationTypeInformation"),
        has_parts=True,
    ),
}
"""Every property of DataCite 4.7 with its attributes, in the order that we write them in."""

PARTS: Mapping[str, Form] = {
    "creatorName": Form({}, {"nameType": _NAME_TYPES, **_LANG}),
    "contributorName": Form({}, {"nameType": _NAME_TYPES, **_LANG}),
}
"""Names, which stand below creators and contributors; nothing else that stands below a property is checked."""

ONCE = frozenset(path for path in FORMS if "/" not in path)
