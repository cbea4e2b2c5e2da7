"""`python -m simulators.messaging cloud|wechat`: one provider until it is stopped.

Secrets come from the environment: SIM_SECRET (of the caller) and SIM_CALLBACK_SECRET.
"""

import os
from contextlib import suppress

import click

from simulators.messaging.cloud_sms import CloudSms
from simulators.messaging.knobs import Knobs
from simulators.messaging.server import Provider, serve
from simulators.messaging.wechat import WeChat

MADE: dict[str, type[CloudSms] | type[WeChat]] = {"cloud": CloudSms, "wechat": WeChat}


@click.command()
@click.argument("name", type=click.Choice(sorted(MADE)))
@click.option("--port", default=0, help="监听端口；0 为任选一个空闲的。")
@click.option("--key-id", default="simulated", help="调用方的密钥编号，或小程序编号。")
@click.option("--report-to", default="", help="回执送到的网关地址。")
@click.option("--seed", default=1, help="随机故障的种子。")
def main(name: str, port: int, key_id: str, report_to: str, seed: int) -> None:
    """一家模拟的消息渠道：Ctrl-C 结束。"""
    secret, callback = os.environ["SIM_SECRET"], os.environ["SIM_CALLBACK_SECRET"]
    provider: Provider = MADE[name]({key_id: secret}, callback, report_to, Knobs(seed))
    server = serve(provider, port)
    click.echo(f"{name} on http://127.0.0.1:{server.server_address[1]}")
    with suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
