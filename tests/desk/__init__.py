"""The commands of approval as people use them: real keys, real ssh-keygen, real pushes."""
