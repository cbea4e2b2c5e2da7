"""The content of a file of deduction results: a stream, handed on part by part, never whole."""

import hashlib
from collections.abc import Iterator
from typing import Any

from flask import g, request

from contracts.payments import (
    DIGEST_DIFFERS,
    CompleteDeductionFile,
    DeductionFile,
    GetDeductionFile,
    TakeFilePart,
)
from gateway.problems import TooLarge, WrongType
from gateway.route import Special
from gateway.settings import MIB, here
from kernel.errors import Conflict

PART = MIB
KINDS = ("text/csv", "application/octet-stream")
BINARY = {"schema": {"type": "string", "format": "binary"}}


def _read() -> dict[str, Any]:
    """Nothing of the body is a field."""
    if request.mimetype not in KINDS:
        raise WrongType("请以 text/csv 直接提交文件内容。")
    most = here().settings.max_file
    if (request.content_length or 0) > most:
        raise TooLarge(f"文件不能超过 {most // MIB} MB。", code="file-too-large")
    request.max_content_length = most
    return {}


def _take(command: CompleteDeductionFile) -> DeductionFile:
    """Each part in a transaction of the service; the same parts when it is sent again.

    Raises Conflict where the service did not keep it, as it is not what was announced.
    """
    ask, caller = here().ask, g.caller
    known: DeductionFile = ask(GetDeductionFile(file_id=command.file_id), caller)
    if known.state != "announced":
        return known
    made, offset = hashlib.sha256(), 0
    for part in _parts(request.stream):
        made.update(part)
        text = part.decode("utf-8", "replace")
        ask(TakeFilePart(file_id=command.file_id, offset=offset, text=text), caller)
        offset += len(text.encode())
    whole = CompleteDeductionFile(file_id=command.file_id, digest=made.hexdigest())
    done: DeductionFile = ask(whole, caller, g.key)
    for fault in done.faults:
        if fault.code == DIGEST_DIFFERS:
            raise Conflict(fault.message, code=DIGEST_DIFFERS)
    return done


def _parts(stream: Any) -> Iterator[bytes]:
    """Whole lines, about a megabyte at a time; cut alike whatever the network does."""
    rest = b""
    while block := _full(stream):
        lines, end, left = (rest + block).rpartition(b"\n")
        if end:
            yield lines + end
            rest = left
        elif len(left) > PART:  # no line is that long: the service says so
            yield left
            rest = b""
        else:
            rest = left
    if rest:
        yield rest


def _full(stream: Any) -> bytes:
    block = bytearray()
    while len(block) < PART and (more := stream.read(PART - len(block))):
        block += more
    return bytes(block)


CONTENT = Special(
    read=_read,
    handle=_take,
    doc={"requestBody": {"required": True, "content": {"text/csv": BINARY}}},
)
