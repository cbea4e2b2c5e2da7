"""Plays Lingbu's side towards one outside system on a test broker, and says what it keeps to.

`questions` are what is asked, `lingbu` says them and collects what comes back, `answers`, `wrong`
and `pace` judge it, `report` tells it. For a partner's own engineers: no database, no service.
"""
