"""Why a signature or a key is refused: one code and one sentence for each case."""

from kernel.errors import Refusal

CASES = {
    "signature-refused": "签名与内容不符。",
    "signature-malformed": "签名的格式不正确。",
    "algorithm-refused": "不支持这种签名算法，或其强度不足。",
    "certificate-malformed": "证书不是有效的 PEM。",
    "certificate-untrusted": "证书不是由受信任的机构签发。",
    "certificate-not-yet-valid": "证书尚未到有效期。",
    "certificate-expired": "证书已过有效期。",
    "certificate-is-authority": "这是签发机构的证书，不能用于签名。",
    "certificate-usage": "证书的用途不含数字签名。",
    "certificate-revoked": "证书已被吊销。",
    "certificate-names-another": "证书上的姓名不是该经办人员。",
    "certificate-of-another": "签名所附的证书不是本人登记的证书。",
    "certificate-restricted": "证书含有本系统不能识别的限制。",
    "certificate-name-excluded": "证书上的名称超出上级证书准许的范围。",
    "issuer-not-authority": "上级证书不能用于签发证书。",
    "issuer-expired": "上级证书不在有效期内。",
    "issuer-revoked": "上级证书已被吊销。",
    "chain-too-long": "证书链过长。",
    "revocations-missing": "缺少签发机构的证书吊销列表。",
    "revocations-stale": "证书吊销列表已过期。",
    "assertion-malformed": "安全密钥的应答格式不正确。",
    "assertion-type": "安全密钥的应答不是签名应答。",
    "assertion-challenge": "安全密钥所签的不是本次挑战。",
    "assertion-origin": "安全密钥的应答来自其他网站。",
    "assertion-site": "安全密钥不是为本系统登记的。",
    "user-not-present": "安全密钥没有确认有人在场，请触摸密钥后重试。",
    "user-not-verified": "安全密钥没有验证本人，请输入密钥的 PIN 后重试。",
    "key-cloned": "安全密钥的计数器倒退，疑似被复制，已停用，请立即联系安全管理员。",
    "maker-unknown": "安全密钥不是认可的厂家所制，或没有出示厂家证明。",
    "key-kind-refused": "这里不接受这种钥匙盘。",
}


class SignatureRefused(Refusal):
    """The signature does not hold, or the key may not be used; `code` is one of CASES."""

    code, status = "signature-refused", 403


class KeyCloned(SignatureRefused):
    """A key's counter went back: two devices hold one key. It is told and used no more."""

    code = "key-cloned"


def refused(code: str) -> SignatureRefused:
    """The refusal of one of CASES, to be raised."""
    kind = KeyCloned if code == KeyCloned.code else SignatureRefused
    return kind(CASES[code], code=code)
