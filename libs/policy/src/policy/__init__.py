"""The dated rules of the subsidy as data, each with the clause it comes from.

rulebook = policy.load()
rules = rulebook.on(clock.today())
rules.publicity_working_days, rules.clause("publicity_working_days")
"""

from policy.basis import because
from policy.book import Policy, load, provinces
from policy.contributions import Contribution, Share
from policy.dated import Clause
from policy.errors import PackError
from policy.rules import Rules

__all__ = [
    "Clause",
    "Contribution",
    "PackError",
    "Policy",
    "Rules",
    "Share",
    "because",
    "load",
    "provinces",
]
