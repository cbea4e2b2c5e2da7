"""Notify behind the gateway's door, and providers outside: all over HTTP on the loopback."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from post_office import PostOffice, served  # noqa: E402

from simulators.messaging.cloud_sms import CloudSms  # noqa: E402
from simulators.messaging.wechat import WeChat  # noqa: E402

SECRET = "a-secret-of-two-0123456789"  # nosec B105 - of the tests alone


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """The gateway listens; a test opens notify with its settings (`office.open`)."""
    made = PostOffice(SECRET)
    yield made
    made.close()


@pytest.fixture
def cloud(office: PostOffice) -> Iterator[CloudSms]:
    """A cloud SMS provider that reports to the office; notify sends by it."""
    provider = CloudSms({"k1": SECRET}, SECRET, office.address)
    with served(provider) as address:
        office.settings |= {
            "SMS_PROVIDER": "cloud",
            "SMS_READ_SECONDS": "1",
            "CLOUD_SMS_ADDRESS": address,
            "CLOUD_SMS_KEY_ID": "k1",
            "CLOUD_SMS_SECRET": SECRET,
        }
        yield provider


@pytest.fixture
def wechat(office: PostOffice) -> Iterator[WeChat]:
    """WeChat, reporting to the office."""
    provider = WeChat({"wx1": SECRET}, SECRET, office.address)
    with served(provider) as address:
        office.settings |= {
            "WECHAT_ADDRESS": address,
            "WECHAT_APPID": "wx1",
            "WECHAT_SECRET": SECRET,
            "WECHAT_TEMPLATES": "*=tmpl-any",
        }
        yield provider


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Servers of a test end with it; threads that hang on purpose are daemons."""
    before = {thread for thread in threading.enumerate() if not thread.daemon}
    yield
    assert {thread for thread in threading.enumerate() if not thread.daemon} <= before
