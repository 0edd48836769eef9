"""The closed lists of METS 1.12 and of E-ARK that a package may choose from."""

PACKAGE_TYPES = ("SIP", "AIP", "DIP", "AIU", "AIC")
"""Kinds of OAIS packages (CSIP9)."""
CONTENT_TYPES = frozenset((
    "ERMS", "SIARD1", "SIARD2", "SIARDDK", "GeoData", "citcarchival_v1_0", "citsarchival_v1_0",
    "csarchival_v1_0", "citscarchival_v1_0", "cscarchival_v1_0", "citserms_v2_1", "citserms_v3_0",
    "citspremis_v1_0", "cspremis_v1_0", "citsehpj_v1_0", "citsehpj_v2_0", "citsehcr_v1_0", "citssiard_v1_0",
    "citsgeospatial_v3_0", "cits3dpm_v1_0", "MIXED", "OTHER",
))  # fmt: skip
"""Specifications of content information (CSIP4); three are spelt otherwise in CSIP's schema than in its list."""
METADATA_TYPES = (
    "MARC", "MODS", "EAD", "DC", "NISOIMG", "LC-AV", "VRA", "TEIHDR", "DDI", "FGDC", "LOM", "PREMIS",
    "PREMIS:OBJECT", "PREMIS:AGENT", "PREMIS:RIGHTS", "PREMIS:EVENT", "TEXTMD", "METSRIGHTS", "EAC-CPF",
    "LIDO", "OTHER", "ISO 19115:2003 NAP",
)  # fmt: skip
"""Forms of metadata (METS 1.12, MDTYPE)."""
DIGEST_TYPES = (
    "Adler-32", "CRC32", "HAVAL", "MD5", "MNP", "SHA-1", "SHA-256", "SHA-384", "SHA-512", "TIGER",
    "WHIRLPOOL",
)  # fmt: skip
"""Algorithms of digests (METS 1.12, CHECKSUMTYPE)."""
CONTENT_CATEGORIES = frozenset((
    "Textual works – Print", "Textual works – Digital", "Textual works – Electronic Serials",
    "Digital Musical Composition (score-based representations)", "Musical Scores - Print",
    "Musical Scores - Digital", "Photographs – Print", "Photographs – Digital",
    "Other Graphic Images – Print", "Other Graphic Images – Digital", "Microforms",
    "Audio – On Tangible Medium (digital or analog)", "Audio – Media-independent (digital)",
    "Motion Pictures – Digital and Physical Media", "Video – File-based and Physical Media", "Software",
    "Software and Video Games", "Email", "Datasets", "Dataset", "Geospatial Data",
    "Geographic Information System (GIS) - Vector Data", "GIS Raster and Georeferenced Images",
    "GIS Vector and Raster Combined", "Non-GIS Cartographic", "2D and 3D Computer Aided Design",
    "Design (schematics, architectural drawings) - Print",
    "Scanned 3D Objects (output from photogrammetry scanning)", "Databases", "Websites", "Web Archives",
    "Collection", "Event", "Image", "Interactive resource", "Moving image", "Sound", "Still image", "Text",
    "Physical object", "Service", "Mixed", "Other",
))  # fmt: skip
"""Categories of content (CSIP2), those of the editions 2.0 to 2.2."""
