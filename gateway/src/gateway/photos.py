"""Photographs: bytes over HTTP, base64 in the command."""

import base64
import binascii
from typing import Any

from flask import Response, request

from contracts.intake import Photo
from gateway.problems import TooLarge, WrongType
from gateway.route import Special
from gateway.settings import here
from kernel.errors import Invalid

IMAGES = {"image/jpeg": "jpg", "image/png": "png"}
RAW = (*IMAGES, "application/octet-stream")
BINARY = {"schema": {"type": "string", "format": "binary"}}


def _read() -> dict[str, Any]:
    """The file of a multipart field "file", or the body itself."""
    most = here().settings.max_photo
    if request.mimetype == "multipart/form-data":
        part = request.files.get("file")
        content = part.stream.read(most + 1) if part else b""
    elif request.mimetype in RAW:
        _refuse_over(request.content_length or 0, most)
        content = request.stream.read()
    else:
        raise WrongType("照片请以 JPEG 或 PNG 文件提交（表单字段 file，或直接作为内容）。")
    _refuse_over(len(content), most)
    if not content:
        sentence = "没有收到照片文件。"
        raise Invalid(sentence, fields={"file": sentence}, code="photo-missing")
    return {"content": base64.b64encode(content).decode("ascii")}


def _refuse_over(size: int, most: int) -> None:
    if size > most:
        sentence = f"照片不能超过 {most // 1024 // 1024} MB。"
        raise TooLarge(sentence, fields={"file": sentence}, code="photo-too-large")


def _show(photo: Photo) -> Response:
    """The bytes, to be saved and never rendered as anything else."""
    kind = photo.media_type if photo.media_type in IMAGES else "application/octet-stream"
    try:
        content = base64.b64decode(photo.content, validate=True)
    except binascii.Error:
        raise ValueError("a stored photograph is no base64") from None
    response = Response(content, mimetype=kind)
    name = f"{photo.kind}.{IMAGES.get(kind, 'bin')}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


_FILE = {"type": "object", "required": ["file"], "properties": {"file": BINARY["schema"]}}
_BODY = {
    "multipart/form-data": {"schema": _FILE},
    "image/jpeg": BINARY,
    "image/png": BINARY,
}
PUT = Special(read=_read, doc={"requestBody": {"required": True, "content": _BODY}})
GET = Special(
    json=False,
    show=_show,
    doc={"responses": {200: {"content": {"image/jpeg": BINARY, "image/png": BINARY}}}},
)
