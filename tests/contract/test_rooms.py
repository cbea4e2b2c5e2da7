"""One address for pages and API: each side's paths are its own."""

from gateway.app import create_app
from gateway.settings import GatewaySettings
from gateway.testing import FakeDoors
from kernel.clock import SystemClock
from portal.contents import PAGES
from portal.mounting import API_ROOMS


def rooms_of_the_gateway():
    app = create_app(FakeDoors(), None, SystemClock(), GatewaySettings(demo=True))
    return {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}


def test_whatever_the_gateway_answers_is_sent_to_it():
    assert rooms_of_the_gateway() == API_ROOMS


def test_no_page_lies_where_the_api_is():
    assert {page.rule.split("/")[1] for page in PAGES} & API_ROOMS == set()
