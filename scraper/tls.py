"""TLS with old servers: what each profile relaxes, and which profile a failed handshake asks for.

The profiles answer to what was seen on Vietnamese portals: bnews.vn renegotiates without RFC 5746, moh.gov.vn and
bacgiang.gov.vn have weak keys, quangtri.gov.vn and moc.gov.vn send no intermediate certificate.
"""

import functools
import ssl
from typing import Literal, TypeAlias

from requests.utils import DEFAULT_CA_BUNDLE_PATH

Tls: TypeAlias = Literal["strict", "legacy_renegotiation", "weak_dh", "incomplete_chain"]

_LEGACY_SERVER_CONNECT = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT; ssl names it from Python 3.12 on
_ASKS_FOR: dict[str, Tls] = {
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED": "legacy_renegotiation",
    "DH_KEY_TOO_SMALL": "weak_dh",
    "EE_KEY_TOO_SMALL": "weak_dh",
    "CA_KEY_TOO_SMALL": "weak_dh",
    "CA_MD_TOO_WEAK": "weak_dh",
}
_NO_ISSUER = (20, 21)  # X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, ..._VERIFY_LEAF_SIGNATURE


@functools.cache
def tls_context(tls: Tls) -> ssl.SSLContext:
    """Return the context of a profile; loading the authorities takes 20 ms, so all hosts of a profile share it.

    "legacy_renegotiation" talks to servers without RFC 5746; "weak_dh" accepts keys below 112 bits of
    security (OpenSSL's level 1); "incomplete_chain" checks no certificate at all, because the missing link
    cannot be known. What is relaxed is noted with each capture, and a certificate that is not checked with its digest.
    """
    context = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
    if tls == "legacy_renegotiation":
        context.options |= _LEGACY_SERVER_CONNECT
    elif tls == "weak_dh":
        context.set_ciphers("DEFAULT@SECLEVEL=1")
    elif tls == "incomplete_chain":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def why_failed(error: ssl.SSLError | ssl.CertificateError) -> str:
    """Return in words why a handshake failed, with the profile that would let it pass, if one of ours would."""
    words = str(getattr(error, "verify_message", "") or error)
    profile = _ASKS_FOR.get(getattr(error, "reason", None) or "")
    if getattr(error, "verify_code", 0) in _NO_ISSUER:
        profile = "incomplete_chain"
    return f'{words}; tls="{profile}" in the site\'s module would allow it' if profile else words
