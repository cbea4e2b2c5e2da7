"""What Lingbu and the systems of others say to each other, and how it is signed and sealed.

`letters`, `registries`, `centre` are the messages; `envelope` closes and opens them; `keys` knows
whose signature counts; `partners` says who is asked what; `places` names exchanges and queues.
Nothing here knows a broker or a database: whoever speaks for a partner may use it, nobody must.
"""
