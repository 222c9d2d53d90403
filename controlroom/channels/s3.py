"""A public media store on an S3-compatible server (AWS, MinIO, R2, Ceph).

Files are called by their SHA-256, so one file is uploaded once whoever posts it. The bucket has to
let anybody read: that is set up on the server, not here.
"""

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from urllib.parse import quote

from controlroom.accounts.vault import Vault, VaultClosed
from controlroom.channels.media_store import MediaStoreTrouble
from controlroom.channels.s3_signing import Signer
from controlroom.clock import Clock
from controlroom.net.http import Answer, Http, WireError

_DEADLINE_S = 20.0
_BYTES_PER_S = 20_000
"""The slowest link an upload is given the time for."""
_CODE = re.compile(rb"<Code>([A-Za-z0-9.]{1,60})</Code>")
_NOTHING = hashlib.sha256(b"").hexdigest()


def media_store(
    settings: Mapping[str, str], vault: Vault, http: Http, clock: Clock
) -> "S3Store | None":
    """The store that is set up, None where none is.

    Settings: ``s3.endpoint`` ("https://s3.eu-central-1.amazonaws.com"), ``s3.bucket`` and
    ``s3.access_key`` are needed. Left out, ``s3.region`` is "us-east-1", and ``s3.public_url``,
    what stands before a file's name when the public reads it, is the bucket on the endpoint. The
    secret key is the vault's entry ``s3/<access key>``.
    """
    endpoint = settings.get("s3.endpoint", "").strip().rstrip("/")
    bucket = settings.get("s3.bucket", "").strip()
    access_key = settings.get("s3.access_key", "").strip()
    if not (endpoint and bucket and access_key):
        return None
    place = f"{endpoint}/{quote(bucket)}"
    public = settings.get("s3.public_url", "").strip().rstrip("/") or place
    region = settings.get("s3.region", "").strip() or "us-east-1"
    return S3Store(place, public, access_key, region, vault, http, clock)


class S3Store:
    """One bucket. ``place`` is its address for us, ``public`` for everybody."""

    def __init__(
        self,
        place: str,
        public: str,
        access_key: str,
        region: str,
        vault: Vault,
        http: Http,
        clock: Clock,
    ) -> None:
        self._place = place
        self._public = public
        self._access_key = access_key
        self._region = region
        self._vault = vault
        self._http = http
        self._clock = clock
        self._signer: Signer | None = None

    async def put(self, sha256: str, content: bytes, mime: str) -> str:
        """Keep ``content`` under a name made of its SHA-256; its public address. Again: no new
        upload. Raises MediaStoreTrouble."""
        name = _name(sha256, mime)
        there = await self._ask("HEAD", name)
        # A store that does not let us list says 403 of what is not there.
        if there.status == 200 and there.headers.get("content-length") == str(len(content)):
            return f"{self._public}/{name}"
        answer = await self._ask("PUT", name, content, {"content-type": mime})
        if answer.status not in (200, 201):
            raise _trouble("PUT", answer)
        return f"{self._public}/{name}"

    async def drop(self, sha256: str, mime: str) -> None:
        """Remove it; what is not there is no error. Raises MediaStoreTrouble."""
        answer = await self._ask("DELETE", _name(sha256, mime))
        if answer.status not in (200, 202, 204, 404):
            raise _trouble("DELETE", answer)

    async def _ask(
        self, method: str, name: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        signer = self._signer or await self._read_signer()
        url = f"{self._place}/{name}"
        digest = hashlib.sha256(body).hexdigest() if body else _NOTHING
        signed = signer.signed(method, url, headers or {}, digest, self._clock.now())
        deadline = _DEADLINE_S + len(body) / _BYTES_PER_S
        try:
            return await self._http.ask(
                method,
                url,
                deadline=deadline,
                headers=signed,
                body=body if method == "PUT" else None,
                what="media store",
            )
        except WireError as problem:
            raise MediaStoreTrouble(str(problem)) from problem

    async def _read_signer(self) -> Signer:
        try:
            secret = await self._vault.read(f"s3/{self._access_key}")
        except VaultClosed as problem:
            raise MediaStoreTrouble(f"the secret key cannot be read: {problem}") from problem
        if not secret:
            raise MediaStoreTrouble("no secret key is kept for the media store")
        self._signer = Signer(self._access_key, secret, self._region)
        return self._signer


def _name(sha256: str, mime: str) -> str:
    # Networks that fetch by address look at the ending.
    ending = ".jpg" if mime == "image/jpeg" else mimetypes.guess_extension(mime) or ""
    return f"{sha256}{ending}"


def _trouble(method: str, answer: Answer) -> MediaStoreTrouble:
    code = _CODE.search(answer.body)
    told = f" ({code.group(1).decode()})" if code else ""
    return MediaStoreTrouble(f"{method}: HTTP {answer.status}{told}")
