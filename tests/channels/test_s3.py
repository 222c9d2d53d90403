"""The public media store, against a server that checks signatures."""

import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping

import pytest

from controlroom.accounts.vault import MemoryVault
from controlroom.channels.media_store import MediaStore, MediaStoreTrouble
from controlroom.channels.s3 import S3Store, media_store
from controlroom.channels.s3_signing import Signer
from controlroom.clock import SystemClock
from controlroom.net.http import Answer, Http, NeverLeft
from tests.channels.s3_server import S3Server, has_moto, running_s3

PICTURE = b"\x89PNG not really"
NAME = hashlib.sha256(PICTURE).hexdigest()
NOTHING = hashlib.sha256(b"").hexdigest()


class CountingHttp(Http):
    """Notes the method of each request and the bytes that went with it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int]] = []
        self.answer: Answer | None = None

    async def ask(self, method: str, url: str, **rest: object) -> Answer:
        body = rest.get("body")
        self.asked.append((method, len(body) if isinstance(body, bytes) else 0))
        if self.answer is not None:
            return self.answer
        return await super().ask(method, url, **rest)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    if not has_moto():
        pytest.skip("moto[server,s3] is not installed")
    with running_s3() as server:
        yield server


@pytest.fixture
async def http() -> AsyncIterator[CountingHttp]:
    made = CountingHttp()
    yield made
    await made.close()


def settings(server: S3Server, **other: str) -> dict[str, str]:
    return {
        "s3.endpoint": server.url,
        "s3.bucket": server.bucket,
        "s3.access_key": server.access_key,
        **{f"s3.{name}": value for name, value in other.items()},
    }


async def store_on(told: Mapping[str, str], http: Http, secret: str | None) -> S3Store:
    vault = MemoryVault()
    if secret is not None:
        await vault.write(f"s3/{told['s3.access_key']}", secret)
    store = media_store(told, vault, http, SystemClock())
    assert store is not None
    return store


async def read(http: Http, server: S3Server, name: str) -> Answer:
    """As the bucket's owner reads it back."""
    url = f"{server.url}/{server.bucket}/{name}"
    signer = Signer(server.access_key, server.secret_key, "us-east-1")
    signed = signer.signed("GET", url, {}, NOTHING, SystemClock().now())
    return await http.ask("GET", url, deadline=10, headers=signed)


async def test_media_are_put_once_and_read_back(s3: S3Server, http: CountingHttp) -> None:
    store: MediaStore = await store_on(settings(s3), http, s3.secret_key)
    address = await store.put(NAME, PICTURE, "image/png")
    assert address == f"{s3.url}/{s3.bucket}/{NAME}.png"
    found = await read(http, s3, f"{NAME}.png")
    assert (found.status, found.body) == (200, PICTURE)
    assert found.headers["content-type"] == "image/png"

    http.asked.clear()
    assert await store.put(NAME, PICTURE, "image/png") == address
    assert http.asked == [("HEAD", 0)]

    await store.drop(NAME, "image/png")
    assert (await read(http, s3, f"{NAME}.png")).status == 404
    await store.drop(NAME, "image/png")
    await store.put(NAME, PICTURE, "image/png")
    assert http.asked.count(("PUT", len(PICTURE))) == 1
    await store.drop(NAME, "image/png")


async def test_half_an_upload_is_put_again(s3: S3Server, http: CountingHttp) -> None:
    store = await store_on(settings(s3), http, s3.secret_key)
    await store.put(NAME, PICTURE[:4], "image/jpeg")
    await store.put(NAME, PICTURE, "image/jpeg")
    assert (await read(http, s3, f"{NAME}.jpg")).body == PICTURE
    await store.drop(NAME, "image/jpeg")


async def test_the_public_address_may_be_another(s3: S3Server, http: CountingHttp) -> None:
    told = settings(s3, public_url="https://media.brand.test/night/", region="us-east-1")
    store = await store_on(told, http, s3.secret_key)
    address = await store.put(NAME, PICTURE, "video/mp4")
    assert address == f"https://media.brand.test/night/{NAME}.mp4"
    await store.drop(NAME, "video/mp4")


@pytest.mark.parametrize(
    ("secret", "why"),
    [(None, "no secret key"), ("another secret", r"PUT: HTTP 403 \(SignatureDoesNotMatch\)")],
)
async def test_without_the_right_secret_nothing_is_put(
    s3: S3Server, http: CountingHttp, secret: str | None, why: str
) -> None:
    store = await store_on(settings(s3), http, secret)
    with pytest.raises(MediaStoreTrouble, match=why):
        await store.put(NAME, PICTURE, "image/png")
    assert (await read(http, s3, f"{NAME}.png")).status == 404


async def test_a_bucket_that_is_not_there_is_told(s3: S3Server, http: CountingHttp) -> None:
    store = await store_on({**settings(s3), "s3.bucket": "nowhere"}, http, s3.secret_key)
    with pytest.raises(MediaStoreTrouble, match=r"PUT: HTTP 404 \(NoSuchBucket\)"):
        await store.put(NAME, PICTURE, "image/png")


async def test_a_store_that_cannot_be_reached_is_told(http: CountingHttp) -> None:
    told = {"s3.endpoint": "http://127.0.0.1:1", "s3.bucket": "b", "s3.access_key": "k"}
    store = await store_on(told, http, "secret")
    with pytest.raises(MediaStoreTrouble) as trouble:
        await store.put(NAME, PICTURE, "image/png")
    assert isinstance(trouble.value.__cause__, NeverLeft)
    assert "secret" not in str(trouble.value)


async def test_a_store_that_refuses_to_delete_is_told(http: CountingHttp) -> None:
    told = {"s3.endpoint": "http://127.0.0.1:1", "s3.bucket": "b", "s3.access_key": "k"}
    store = await store_on(told, http, "secret")
    http.answer = Answer(403, {}, b"<Error><Code>AccessDenied</Code></Error>")
    with pytest.raises(MediaStoreTrouble, match=r"DELETE: HTTP 403 \(AccessDenied\)"):
        await store.drop(NAME, "image/png")


@pytest.mark.parametrize("missing", ["endpoint", "bucket", "access_key"])
async def test_none_is_set_up_where_a_setting_is_missing(missing: str, http: CountingHttp) -> None:
    told = {"s3.endpoint": "http://127.0.0.1:1", "s3.bucket": "b", "s3.access_key": "k"}
    told[f"s3.{missing}"] = " "
    assert media_store(told, MemoryVault(), http, SystemClock()) is None


# The worked examples of the Amazon S3 API reference, "Signature Calculations for the
# Authorization Header".
AWS = Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
AWS_AT = 1_369_353_600_000_000
BUCKET = "https://examplebucket.s3.amazonaws.com"


def test_signatures_are_those_of_the_reference() -> None:
    get = AWS.signed("GET", f"{BUCKET}/test.txt", {"Range": "bytes=0-9"}, NOTHING, AWS_AT)
    assert get["authorization"].endswith(
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )
    put = AWS.signed(
        "PUT",
        f"{BUCKET}/test%24file.text",
        {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
        hashlib.sha256(b"Welcome to Amazon S3.").hexdigest(),
        AWS_AT,
    )
    assert put["authorization"].endswith(
        "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
    )
    assert "wJalrXUtnFEMI" not in repr(AWS)
