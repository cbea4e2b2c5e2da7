"""Every setting: from the environment or a file, refused by name when missing, weak or demo's."""

import pytest

from servicekit.config import ServiceSettings, from_environment, refuse_what_is_unsafe
from servicekit.embedded.secrets import demo_secrets
from servicekit.sealing import KeyRing

SECRET = "hT3k-9sQv_Zp27LmWd4x"
GOOD = {
    "DATABASE_URL": f"postgresql://lingbu_intake:{SECRET}@db/lingbu_intake",
    "AMQP_URI": f"amqp://lingbu_intake:{SECRET}@mq:5672/lingbu",
    "INTERNAL_TOKEN": SECRET,
    "SEALING_KEYS": KeyRing.generate_text(),
    "POLICY": "beijing",
}
SECRETS = ("DATABASE_URL", "AMQP_URI", "INTERNAL_TOKEN", "SEALING_KEYS")
MORE_SECRETS = ("AUDIT_KEY", "INTAKE_AMQP_PASSWORD", "SOFTWARE_SEED")


def environ(values):
    return {f"LINGBU_{name}": value for name, value in values.items()}


def refused(values):
    with pytest.raises(SystemExit) as why:
        refuse_what_is_unsafe(values)
    return str(why.value)


@pytest.mark.parametrize("name", GOOD)
def test_what_is_missing_is_named(name):
    with pytest.raises(SystemExit, match=f"LINGBU_{name}（"):
        ServiceSettings.read("intake", {k: v for k, v in GOOD.items() if k != name})


@pytest.mark.parametrize("name", GOOD)
def test_what_is_empty_is_missing(name):
    with pytest.raises(SystemExit, match=f"LINGBU_{name}（"):
        ServiceSettings.read("intake", GOOD | {name: ""})


@pytest.mark.parametrize("name", [*GOOD, *MORE_SECRETS])
def test_a_file_says_the_same_as_the_environment(name, tmp_path):
    value = GOOD.get(name, SECRET)
    (tmp_path / "secret").write_text(value + "\n")
    given = from_environment({f"LINGBU_{name}_FILE": str(tmp_path / "secret")})
    assert given == from_environment(environ({name: value})) == {name: value}


@pytest.mark.parametrize("name", [*SECRETS, *MORE_SECRETS])
def test_given_twice_is_refused_without_showing_it(name, tmp_path):
    (tmp_path / "secret").write_text(SECRET)
    both = {f"LINGBU_{name}_FILE": str(tmp_path / "secret"), f"LINGBU_{name}": "another-" + SECRET}
    for order in (both, dict(reversed(both.items()))):
        with pytest.raises(SystemExit, match=f"LINGBU_{name} ") as why:
            from_environment(order)
        assert SECRET not in str(why.value)


@pytest.mark.parametrize("name", [*SECRETS, *MORE_SECRETS])
def test_a_file_that_cannot_be_read_is_named(name, tmp_path):
    with pytest.raises(SystemExit, match=f"LINGBU_{name}_FILE .*absent"):
        from_environment({f"LINGBU_{name}_FILE": str(tmp_path / "absent")})


@pytest.mark.parametrize("name", [*SECRETS, *MORE_SECRETS])
def test_an_empty_file_is_nothing(name, tmp_path):
    (tmp_path / "secret").write_text("\n")
    assert from_environment({f"LINGBU_{name}_FILE": str(tmp_path / "secret")}) == {name: ""}


@pytest.mark.parametrize("name", ["DATABASE_URL", "INTAKE_DATABASE_URL", "AMQP_URI"])
def test_a_password_beside_its_address_is_put_into_it(name):
    what = name.rpartition("_")[0]
    given = {name: "scheme://user@host:1/place?x=y@z", f"{what}_PASSWORD": "p@ss/w:rd"}
    assert from_environment(environ(given)) == {
        name: "scheme://user:p%40ss%2Fw%3Ard@host:1/place?x=y@z"
    }


@pytest.mark.parametrize("address", ["s://user:old@host/x", "s://host/x"])
def test_a_password_that_does_not_fit_its_address_is_refused(address):
    with pytest.raises(SystemExit, match="LINGBU_AMQP_URI"):
        from_environment(environ({"AMQP_URI": address, "AMQP_PASSWORD": SECRET}))


def test_a_real_installation_is_not_refused():
    refuse_what_is_unsafe(GOOD | {"AUDIT_KEY": SECRET})
    refuse_what_is_unsafe(GOOD | {"DATABASE_URL": "postgresql://user@db/x?sslcert=c&sslkey=k"})


@pytest.mark.parametrize(
    "weak", ["guest", "lingbu-demo", "changeme", "aaaaaaaaaaaaaaaaaaaaaaaa", "1234567890"]
)
@pytest.mark.parametrize("name", [*SECRETS, "AUDIT_KEY"])
def test_a_weak_secret_is_refused_by_name_and_not_shown(name, weak):
    forms = {
        "DATABASE_URL": f"postgresql://u:{weak}@db/x",
        "AMQP_URI": f"amqp://u:{weak}@mq/x",
        "SEALING_KEYS": f"k1:{weak};search:{weak}",
    }
    said = refused(GOOD | {name: forms.get(name, weak)})
    assert f"LINGBU_{name} " in said
    assert weak not in said


@pytest.mark.parametrize("name", ["SOFTWARE_SEED", "CLOCK_FILE", "RELAY_COPIES"])
def test_what_is_for_demonstrations_is_refused_elsewhere(name):
    assert f"LINGBU_{name} " in refused(GOOD | {name: SECRET})
    refuse_what_is_unsafe(GOOD | {name: SECRET, "DEMO": "1"})
    refuse_what_is_unsafe(GOOD | {name: "", "DEMO": "0"})


def test_an_installation_with_real_keys_is_no_demonstration():
    said = refused(GOOD | {"DEMO": "1", "SOFTWARE_SEED": SECRET, "KEY_ROOTS": "-----BEGIN…"})
    assert "LINGBU_DEMO " in said


def test_the_embedded_demo_makes_its_own_and_keeps_them_to_its_owner(tmp_path):
    made = demo_secrets(tmp_path)
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert demo_secrets(tmp_path) == made
    assert made != demo_secrets(tmp_path / "other")
