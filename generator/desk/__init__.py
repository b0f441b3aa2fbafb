"""What people do at their desks: submit, approve, look who is next, verify, close, found a ledger.

Works on a clone and leaves it to git to carry things to the server; nothing here is trusted there.
"""
