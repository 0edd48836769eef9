"""Words that packages hold whoever is described: names of elements and folders, what schemas and readmes say."""

from functools import cache

from bayegan.metadata.shipped import schema_bytes, schema_names
from bayegan.model.disclosure.words import words_of

_WORDS = """
accessconditions accessionnumber accruals acquisition admid aeb affiliations aip alternateidentifier
alternateidentifiers alternateidentifiertype alternativeidentifierlabels alternativeidentifiers amd amdsec
application appraisal archivalhistory archivecomponent archivistnote ark arrangement ask associatedmedia
bagging bagit bayegan begin bundle byte bytes catalogue character checksum checksumtype conditionsofaccess
config contentinformationtype contents contentsize context copied crate createaction createdate creativework
creatorname creators csip csipextensionmets csv culture current datacite dataset datepublished dcvalue derives
descriptionidentifier descriptions descriptionstatus descriptiontype descriptive digestalgorithm digiprovmd
digital digitalobjectpath digitalobjecturi dilcis dip div division dmdid dmdsec documents doi earkdip earksip
endtime ethnicities eu eventactorhistories eventactors eventdates eventenddates eventstartdates eventtypes
extensionname extensions extentandmedium external extras filegrp fileid filesec findingaids flocat fmt folder
folders fptr generalnote genreaccesspoints graph hash head here href html https id identifiertype info ing
instance institutionidentifier instrument inventory io items json jsonld keeps kernel keywords label
languagenote languageofdescription layout left legacyid levelofdescription levelofdetail locationofcopies
locationoforiginals loctype manifest map match mdref mdtype mdtypeversion mediaobject mes meta metadc
metadescriptive metaother metapremis metapreservation metarecord mets metshdr mimetype mixed mptr
nameaccesspoints nametype nationalities new notetype numberoftuples oaispackagetype objects objid occupations
ocfl othercontentinformationtype othermdtype othertype out ownerid oxum package parentid parse paths pdf
personal physicalcharacteristics physicalobjectlocation physicalobjectname physicalobjecttype
placeaccesspoints plain positions possibilities propertyvalue publicationnote publicationstatus
publicationyear python qubitparentslug readme recordstatus relatedunitsofdescription religions replaced
repository representations reproductionconditions resource resourcetype resourcetypegeneral result
revisionhistory rfc rightslist ro roles rules scopeandcontent scriptofdescription sdpublisher siegfried
signatures simple sip sipextensionmets sizes softwareapplication sources spec statuses storage stream
structmap subjectaccesspoints subjects suc tagmanifest tba texts three titles tuple tuplesize txt unav unquote
url urllib user val versions vocab war while xlink
"""
"""Words of paths, of METS, OCFL, SAF and the other forms, and of texts that we put into packages."""


def is_of_formats(string: str) -> bool:
    """Say whether a restricted string, folded, is a single word that packages hold whoever is described in them.

    Such a string cannot be told from the form of a package by a search of the finished package.
    """
    return string in _words()


@cache
def _words() -> frozenset[str]:
    schemas = (schema_bytes(name).decode("utf-8") for name in schema_names() if name.endswith(".xsd"))
    return frozenset(words_of(_WORDS)).union(*map(words_of, schemas))
