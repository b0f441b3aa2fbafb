"""``make release``: one folder from which machines without any network are installed.

The wheel of the program, made from the commit and the same bytes each time; the locked wheels of what
it needs, for Linux and for Windows; an installer for each; digests of all of it.
"""
