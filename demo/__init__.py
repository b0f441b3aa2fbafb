"""``make demo``: three months of the sample county on a real server, and everybody who cheats.

A bare repository with the gate, persons with key files, real branches, pushes and clones, in a
scratch folder.  It is a story to follow and a test: a step that does not do what the story says
ends it with exit code 1.
"""
