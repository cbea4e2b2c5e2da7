"""Personal data closed: bound to its place, unreadable without the key, readable after rotation."""

import base64

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes

from servicekit.sealing import KeyRing, Sealer, SealingKey

OLD, NEW, SEARCH = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))
BEFORE = Sealer(KeyRing.from_text(f"k1:{OLD};search:{SEARCH}"))
AFTER = Sealer(KeyRing.from_text(f"k2:{NEW},k1:{OLD};search:{SEARCH}"))
LATER = Sealer(KeyRing.from_text(f"k2:{NEW};search:{SEARCH}"))
PLACE = "applications.person"
# Closed once, long ago, under the first key: what lies in a database must stay readable.
STORED = "s1.k1.AAECAwQFBgcICQoLXCgew5Bx4OFwwKWFH80huHtmbIn93PTKQQ=="


@pytest.mark.parametrize("text", ["", "王小明", "110101197803070029", "x" * 100_000, "\0𠮷\n"])
def test_what_is_sealed_opens_again(text):
    token = BEFORE.seal(text, PLACE)
    assert BEFORE.open(token, PLACE) == text


def test_the_text_is_not_in_the_token_and_no_two_tokens_are_alike():
    tokens = {BEFORE.seal("110101197803070029", PLACE) for _ in range(100)}
    assert len(tokens) == 100
    assert not any("110101197803070029" in token for token in tokens)


def test_a_token_stored_long_ago_still_opens():
    assert BEFORE.open(STORED, PLACE) == "王小明"


@pytest.mark.parametrize("place", ["applications.account", "applications.person ", ""])
def test_a_token_moved_to_another_place_does_not_open(place):
    with pytest.raises(InvalidTag):
        BEFORE.open(BEFORE.seal("王小明", PLACE), place)


def test_a_token_edited_anywhere_does_not_open():
    head, _, closed = BEFORE.seal("王小明", PLACE).rpartition(".")
    raw = base64.b64decode(closed)
    for place in range(len(raw)):
        edited = bytes(byte ^ (n == place) for n, byte in enumerate(raw))
        with pytest.raises(InvalidTag):
            BEFORE.open(f"{head}.{base64.b64encode(edited).decode()}", PLACE)


SM4_KEY = base64.b64encode(bytes(range(16))).decode()
GM = Sealer(KeyRing.from_text(f"g1@sm4:{SM4_KEY},k1:{OLD};search@sm3:{SEARCH}"))


def test_sm4_and_aes_open_side_by_side():
    token = GM.seal("王小明", PLACE)
    assert token.startswith("s2.g1.")
    assert GM.open(token, PLACE) == "王小明" == GM.open(BEFORE.seal("王小明", PLACE), PLACE)
    photo = bytes(range(256)) * 100
    assert GM.open_bytes(GM.seal_bytes(photo, PLACE), PLACE) == photo
    assert len(GM.seal_bytes(photo, PLACE)) == len(photo) + len("s2.g1.") + 12 + 16


def test_sm4_gcm_gives_what_rfc_8998_says():
    """Appendix A.1 of RFC 8998."""
    text = b"".join(bytes([byte]) * 8 for byte in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    key = SealingKey("s2", bytes.fromhex("0123456789abcdeffedcba9876543210"))
    nonce = bytes.fromhex("00001234567800000000abcd")
    context = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    closed = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    )
    tag = bytes.fromhex("83de3541e4c2b58177e065a9bf7b62ec")
    assert key.open(nonce + closed + tag, context) == text


def test_an_sm4_token_edited_anywhere_or_moved_does_not_open():
    closed = GM.seal_bytes("王小明".encode(), PLACE)
    for place in range(len("s2.g1."), len(closed)):
        edited = bytes(byte ^ (n == place) for n, byte in enumerate(closed))
        with pytest.raises(InvalidTag):
            GM.open_bytes(edited, PLACE)
    with pytest.raises(InvalidTag):
        GM.open_bytes(closed, "applications.account")


def test_a_token_does_not_open_under_another_cipher_than_its_keys():
    with pytest.raises(ValueError, match="another cipher"):
        GM.open(GM.seal("王小明", PLACE).replace("s2.", "s1.", 1), PLACE)


def test_a_key_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        KeyRing.from_text(f"g1@sm4:{OLD};search:{SEARCH}")


def test_the_search_hash_may_be_hmac_over_sm3():
    def sm3(data):
        digest = hashes.Hash(hashes.SM3())
        digest.update(data)
        return digest.finalize()

    key, text = bytes([3]) * 32 + bytes(32), "110101197803070029"
    inner = sm3(bytes(byte ^ 0x36 for byte in key) + text.encode())
    assert GM.search_hash(text) == sm3(bytes(byte ^ 0x5C for byte in key) + inner).hex()


@pytest.mark.parametrize("token", ["", "王小明", "s1.k1", "s9.k1.AAAA", "s1.k9.AAAA", "s1.k1.AAAA"])
def test_what_is_no_token_does_not_open(token):
    with pytest.raises((ValueError, KeyError, InvalidTag)):
        BEFORE.open(token, PLACE)


def test_after_rotation_the_old_opens_and_the_new_key_seals():
    old = BEFORE.seal("王小明", PLACE)
    assert AFTER.open(old, PLACE) == "王小明"
    assert AFTER.seal("王小明", PLACE).startswith("s1.k2.")


def test_a_key_taken_away_opens_nothing_of_its_own():
    with pytest.raises(KeyError):
        LATER.open(BEFORE.seal("王小明", PLACE), PLACE)
    assert LATER.open(AFTER.seal("王小明", PLACE), PLACE) == "王小明"


def test_a_value_is_found_by_the_same_hash_before_and_after_rotation():
    number = "110101197803070029"
    assert BEFORE.search_hash(number) == AFTER.search_hash(number) == LATER.search_hash(number)


def test_the_search_hash_needs_its_key():
    other = Sealer(KeyRing.from_text(f"k1:{OLD};search:{NEW}"))
    assert other.search_hash("110101197803070029") != BEFORE.search_hash("110101197803070029")


def test_a_generated_ring_is_read_and_never_the_same():
    texts = {KeyRing.generate_text() for _ in range(20)}
    assert len(texts) == 20
    for text in texts:
        ring = KeyRing.from_text(text)
        assert [*(len(key.secret) for key in ring.keys.values()), len(ring.search)] == [32, 32]
