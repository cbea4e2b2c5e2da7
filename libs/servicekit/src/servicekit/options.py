"""Options that several commands of `lingbu` share."""

from pathlib import Path

import click

VAR = click.option(
    "--var",
    type=click.Path(path_type=Path),
    default=Path("var"),
    show_default=True,
    help="嵌入式运行的数据目录。",
)
