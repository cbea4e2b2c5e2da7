"""The auditor: looks at what is left after a drill, from the outside.

It imports nothing of Lingbu. It has its own SQL against the databases, its own reading of the
broker's bindings, the provider's own list of messages, the clients' journal, and the documented
form of the record.
"""
