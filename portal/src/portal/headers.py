"""Security headers on every answer: nothing inline, nothing from outside, nothing personal kept."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TLS_ONLY = "max-age=31536000; includeSubDomains"
ASSETS = "/assets/"
FOR_EVER = "public, max-age=31536000, immutable"  # their address has their digest in it


def install(app: Flask) -> None:
    """Sets them after each request."""
    app.after_request(_set)


def _set(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    asset = request.path.startswith(ASSETS) and response.status_code == 200
    response.headers["Cache-Control"] = FOR_EVER if asset else "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = TLS_ONLY
    return response
