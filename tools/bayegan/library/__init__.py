"""The public Python door: the only place where services meet disks.

`Archive.open(path)` (bayegan.library.archive) is the archive; each other module is one thing to do with it.
They are apart so that no command loads what it does not use.
"""
