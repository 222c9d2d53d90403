"""Signing requests to S3-compatible stores: AWS Signature Version 4.

Source: "Authenticating Requests (AWS Signature Version 4)" of the Amazon S3 API reference. Other
stores (MinIO, R2, Ceph) take the same.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"
_SERVICE = "s3"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and for which region."""

    access_key: str
    secret_key: str = field(repr=False)
    region: str

    def signed(
        self, method: str, url: str, headers: Mapping[str, str], sha256: str, now: int
    ) -> dict[str, str]:
        """``headers`` and those that sign them. ``url`` is percent-encoded and has no query;
        ``sha256`` (hex) is the body's, ``now`` UTC µs."""
        parts = urlsplit(url)
        at = _EPOCH + timedelta(microseconds=now)
        day, stamp = f"{at:%Y%m%d}", f"{at:%Y%m%dT%H%M%SZ}"
        own = {name.lower(): value.strip() for name, value in headers.items()}
        own |= {"host": parts.netloc, "x-amz-content-sha256": sha256, "x-amz-date": stamp}
        names = ";".join(sorted(own))
        lines = [f"{name}:{own[name]}\n" for name in sorted(own)]
        request = "\n".join([method, parts.path or "/", "", "".join(lines), names, sha256])
        scope = f"{day}/{self.region}/{_SERVICE}/aws4_request"
        digest = hashlib.sha256(request.encode()).hexdigest()
        signature = self._sign(day, f"{_ALGORITHM}\n{stamp}\n{scope}\n{digest}")
        own["authorization"] = (
            f"{_ALGORITHM} Credential={self.access_key}/{scope},"
            f"SignedHeaders={names},Signature={signature}"
        )
        # The client writes it itself.
        del own["host"]
        return own

    def _sign(self, day: str, text: str) -> str:
        key = f"AWS4{self.secret_key}".encode()
        for part in (day, self.region, _SERVICE, "aws4_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()
