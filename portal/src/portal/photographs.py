"""Photographs of the three documents (拍照上传): shown in a page, chosen, sent on.

The browser shows what was chosen and makes large pictures smaller before they leave
(`assets/photos.js`); without scripts they go as they are. Templates: `macros/photos.html`.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import Response, request
from werkzeug.exceptions import NotFound

from portal.api import Problem
from portal.session import ask

KINDS = {"identity_card": "身份证", "application_form": "申请表", "commitment": "承诺书"}
SHOWN = ("image/jpeg", "image/png")
HEIF = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1")


def picture(application_id: UUID, kind: str) -> Response:
    """One photograph, as an image of a page; who looks is on record. Raises `Problem`."""
    if kind not in KINDS:
        raise NotFound
    path = f"/applications/{application_id}/photos/{kind}"
    found = ask().file(path, reason=request.args.get("reason", ""))
    media = found.media_type if found.media_type in SHOWN else "application/octet-stream"
    return Response(found.content, mimetype=media)


def chosen() -> dict[str, bytes]:
    """What was chosen in this request, by kind of document."""
    found = {kind: request.files.get(kind) for kind in KINDS}
    contents = {kind: file.read() for kind, file in found.items() if file and file.filename}
    return {kind: content for kind, content in contents.items() if content}


def send(application_id: UUID, contents: Mapping[str, bytes], key: str) -> dict[str, str]:
    """Sends photographs on; answers a sentence for each that was refused. Raises `Problem`."""
    refused: dict[str, str] = {}
    for kind, content in contents.items():
        try:
            _put(application_id, kind, content, f"{key or uuid4().hex}-{kind}")
        except Problem as problem:
            if problem.status not in (413, 415, 422):
                raise
            refused[kind] = problem.detail or problem.title
    return refused


def _put(application_id: UUID, kind: str, content: bytes, key: str) -> Any:
    if content[4:12] in HEIF:
        told = "这是苹果手机的 HEIC 格式，请在手机上改为“兼容性最佳”后重拍，或另存为 JPEG。"
        raise Problem(415, {"code": "photo-heic", "detail": told})
    media = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    path = f"/applications/{application_id}/photos/{kind}"
    return ask().put_file(path, content, media, key=key)
