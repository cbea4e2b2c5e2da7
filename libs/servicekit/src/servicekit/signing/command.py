"""`lingbu verify-signatures`."""

from pathlib import Path

import click

from servicekit.assembly import make_sealer
from servicekit.audit.signing import Signer, Verifier
from servicekit.config import from_environment, need
from servicekit.database import make_engine
from servicekit.embedded.secrets import demo_secrets
from servicekit.installation import Place, places
from servicekit.options import VAR
from servicekit.sealing import Sealer
from servicekit.signing.recheck import Fault, Recheck
from servicekit.signing.register import Register
from servicekit.signing.trust import Trust


@click.command("verify-signatures")
@VAR
@click.argument("services", nargs=-1)
def verify_signatures(var: Path, services: tuple[str, ...]) -> None:
    """重新核验每一件办理决定的签名，并与记录、库中登记的经办人和所附文字对照。有发现时以 1 退出。

    所签原文是密文：须有 LINGBU_SEALING_KEYS；证书签名须有 LINGBU_KEY_ROOTS_FILE，旧根也要留在其中；
    销毁过档案的，须有 LINGBU_AUDIT_PUBLIC，否则销毁清册不作数。
    嵌入式运行取自 --var 目录。不需要网络，也不需要钥匙盘。
    不点名服务时，还与网关的钥匙登记对照：签名的公钥、钥匙盘当时在谁名下。
    """
    values = _values(var)
    sealer = make_sealer(need(values, "SEALING_KEYS", "个人信息的加密密钥"))
    trust = Trust.from_settings(values)
    audit = Verifier(values.get("AUDIT_PUBLIC", ""))
    found: list[Fault] = []
    with places(var, services) as known:
        register = _register(known)
        for place in known:
            if place.service is not None:
                found += _verify(place, sealer, trust, audit, register)
    if register is None:
        click.echo("未连接网关的库：没有与钥匙登记对照。")
    click.echo(f"共发现 {len(found)} 处。" if found else "签名全部成立。")
    raise SystemExit(1 if found else 0)


def _register(known: list[Place]) -> Register | None:
    """Whose key was whose, as the gateway keeps it; None where it is not among the services."""
    for place in known:
        if "key_bindings" in place.metadata.tables:
            with make_engine(place.url, pool_size=1).connect() as connection:
                return Register.read(connection)
    return None


def _verify(
    place: Place, sealer: Sealer, trust: Trust, audit: Verifier, register: Register | None
) -> list[Fault]:
    with make_engine(place.url, pool_size=1).connect() as connection:
        store = place.service.store  # type: ignore[union-attr]
        again = Recheck(
            service=place.name,
            store=store,
            connection=connection,
            sealer=sealer,
            trust=trust,
            audit=audit,
            register=register,
        )
        faults = list(again.faults())
    click.echo(f"{place.name:<12} {again.checked} 件签名，发现 {len(faults)} 处")
    for one in faults:
        click.echo(f"    ✗ {one.subject} {one.decision}（{one.which}）：{one.why}")
    return faults


def _values(var: Path) -> dict[str, str]:
    """The settings; those of the embedded house where none are given."""
    values = from_environment()
    given = any(name.endswith("DATABASE_URL") for name in values)
    if not given and (var / "secrets.json").exists():
        secrets = demo_secrets(var)
        values.setdefault("SEALING_KEYS", secrets.sealing_keys)
        values.setdefault("SOFTWARE_SEED", secrets.software_seed)
        values.setdefault("AUDIT_PUBLIC", Signer(secrets.audit_key).public)
    return values


commands = (verify_signatures,)
