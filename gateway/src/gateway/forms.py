"""What the gateway itself is asked and answers: sessions, code lists, problems."""

from dataclasses import dataclass
from uuid import UUID

from contracts.message import Command, Query
from contracts.signing import Challenge, Proof
from contracts.wire import LINE, described, length, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A refusal as RFC 9457 prints it (application/problem+json)."""

    type: str = described("/problems/ and the code")
    title: str = described("Short Chinese title of the kind of problem")
    status: int
    code: str = described("Machine name of the refusal")
    detail: str = described("A Chinese sentence a clerk can read aloud")
    fields: dict[str, str] = described("Field path -> Chinese sentence", default_factory=dict)
    allowed: tuple[str, ...] = described("What may be done now", default=())
    trace_id: str = described("Tell this to the operator")
    challenge: Challenge | None = described(
        "With signature-wanted: sign it, then give the same order with the proof", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """Who is signed in, with which key, for which division."""

    session_id: UUID
    account: str
    name: str
    tier: str = described("street, district, city, operator or applicant")
    division: str
    roles: tuple[str, ...]
    key_serial: str
    key_kind: str = described("certificate, webauthn, or software-demo: 演示用软件钥匙", default="")
    expires_at: str = described("ISO time at which the session ends without another request")
    password_due: bool = described(
        "The officer must change the password first; all else is refused", default=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(SessionView):
    """A new session; the token is told once and goes into `Authorization: Bearer`."""

    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSignIn(Command):
    """登录挑战: what the key signs, once, within a minute."""

    service, answer = "gateway", Challenge

    account: str = described("账号", length(1, 60), LINE)
    key_serial: str = described("钥匙盘序列号", length(1, 60), LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn(Command):
    """登录: account, password, and a challenge signed by the officer's own key.

    Five failures lock the account for 15 minutes.
    """

    service, answer = "gateway", SignedIn

    account: str = described("账号", length(1, 60), LINE)
    password: str = described("口令", length(1, 200))
    key_serial: str = described("钥匙盘序列号", length(1, 60), LINE)
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAsked:
    """A code is on its way, if somebody has applied under this number."""

    minutes: int = described("How long a code holds")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCode(Command):
    """申请人验证码: sent to the phone of the application; the answer is the same for anybody."""

    service, answer = "gateway", CodeAsked

    id_number: str = described("公民身份号码", length(15, 40), LINE)
    phone: str = described(
        "手机, of somebody who has not applied yet and wants to apply online",
        length(0, 60),
        default="",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInByCode(Command):
    """申请人登录: identity number and the code that came to the phone."""

    service, answer = "gateway", SignedIn

    id_number: str = described("公民身份号码", length(15, 40), LINE)
    code: str = described("验证码", length(6, 6))
    channel: str = described("wechat or pc", one_of("wechat", "pc"), default="pc")
    phone: str = described("As it was given for the code", length(0, 60), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCurrentSession(Query):
    """The present session and officer."""

    service, answer = "gateway", SessionView


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut:
    """The session is over."""

    ended_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOut(Command):
    """退出: ends the present session."""

    service, answer = "gateway", SignedOut


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeItem:
    """One code of a list."""

    code: str
    name: str
    more: dict[str, object] = described("What else is known of it", default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """A code list as it is in force today."""

    list_name: str
    on: str = described("The day asked for")
    items: tuple[CodeItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCodes(Query):
    """A code list (代码表): categories, projects, education, banks and the others."""

    service, answer = "gateway", CodeList

    list_name: str = described("Name of the list", length(1, 40), LINE)
