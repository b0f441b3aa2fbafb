"""Who approved what: one kernel for the push gate, the offline verifier and the build.

Standard library, libyaml and ``cryptography`` only; git is run in ``git.py`` and nowhere else.
"""
