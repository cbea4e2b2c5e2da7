"""Starts the processes of a simulation, listens to them, and puts their results together."""

import json
import selectors
import subprocess  # nosec B404 - starts our own modules, without a shell
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import click

from servicekit.embedded.lock import lock_folder
from simulators.simulation import databases
from simulators.simulation.plan import Plan

__all__ = ["ShareFailed", "simulate"]

PATIENCE = 10.0  # seconds for the processes of a killed simulation to notice
# Seconds until every share has come to its first slot; a crowded machine takes a minute. Later
# each wait for the database has its own limit (`TIMEOUTS`) and ends the share with its reason.
STARTING = 300.0
Progress = Callable[[float, str], None]
Result = dict[str, Any]


class ShareFailed(Exception):
    """A share's process ended without a result, or never began; the text says which."""


def simulate(plan: Plan, var: Path, progress: Progress) -> list[Result]:
    """Lives the whole plan; the results of its shares. `progress`: part done, the day.

    Raises `AnotherPlan`, `ShareFailed`, or click's exception where another one is at work.
    """
    with _alone(var) as lock:
        plan = plan.kept(var)
        progress(0.0, "")
        server = databases.start(var)
        workers = [_start(plan, var, number, lock.fileno()) for number in range(plan.shares)]
        try:
            return _listen(plan, workers, progress)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
            server.halt()


def _alone(var: Path) -> IO[str]:
    """The directory's lock; the shares hold it too, until the last of them has ended."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return lock_folder(var)
        except click.ClickException:
            if time.monotonic() > end:
                raise
        time.sleep(0.1)


def _start(plan: Plan, var: Path, number: int, lock: int) -> "subprocess.Popen[str]":
    worker = subprocess.Popen(  # nosec B603 - our own module, no shell
        [sys.executable, "-W", "ignore", "-m", "simulators.simulation.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=(lock,),
        start_new_session=True,  # Ctrl-C is for this process, which then ends them
        text=True,
    )
    order = {"var": str(var), "share": number, "plan": asdict(plan)}
    _pipe(worker.stdin).write(json.dumps(order) + "\n")
    _pipe(worker.stdin).flush()
    return worker


def _listen(plan: Plan, workers: "list[subprocess.Popen[str]]", progress: Progress) -> list[Result]:
    said: list[Result] = [{} for _ in workers]
    begun_by = time.monotonic() + STARTING
    with selectors.DefaultSelector() as selector:
        for number, worker in enumerate(workers):
            selector.register(_pipe(worker.stdout), selectors.EVENT_READ, number)
        while selector.get_map():
            waiting = [number for number, words in enumerate(said, 1) if not words]
            if waiting and time.monotonic() > begun_by:
                raise ShareFailed(f"第 {waiting[0]} 个进程 {STARTING:.0f} 秒内没有准备好数据库")
            for key, _ in selector.select(1.0 if waiting else None):
                line = _pipe(workers[key.data].stdout).readline()
                if line:
                    said[key.data] = json.loads(line)
                    progress(*_reached(plan, said))
                elif "counts" in said[key.data]:
                    selector.unregister(key.fileobj)
                else:
                    raise ShareFailed(f"第 {key.data + 1} 个进程意外结束，原因见上")
    return said


def _reached(plan: Plan, said: list[Result]) -> tuple[float, str]:
    """The part of all days lived so far, and the day of the slowest share."""
    days = [words.get("days", 0) for words in said]
    return sum(days) / (plan.days * len(days)), min(words.get("day", "") for words in said)


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("a worker without pipes")
    return pipe
