"""A server that speaks S3 and checks signatures: moto's, started for the tests of a run."""

import importlib.util
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

PATIENCE_S = 60.0


@dataclass(frozen=True)
class S3Server:
    """Its address, and a key pair that may do everything with ``bucket``."""

    url: str
    bucket: str
    access_key: str
    secret_key: str


def has_moto() -> bool:
    return importlib.util.find_spec("moto") is not None


@contextmanager
def running_s3() -> Iterator[S3Server]:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    program = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "AWS_EC2_METADATA_DISABLED": "true"},
    )
    try:
        _wait(url, program)
        yield _with_a_key(url)
    finally:
        program.terminate()
        program.wait(PATIENCE_S)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _wait(url: str, program: "subprocess.Popen[bytes]") -> None:
    until = monotonic() + PATIENCE_S
    while True:
        try:
            urllib.request.urlopen(f"{url}/moto-api/", timeout=5).close()
        except OSError:
            assert program.poll() is None, "moto ended"
            assert monotonic() < until, "moto does not answer"
            sleep(0.05)
        else:
            return


def _with_a_key(url: str) -> S3Server:
    import boto3

    def client(service: str) -> Any:
        return boto3.client(
            service,
            region_name="us-east-1",
            endpoint_url=url,
            aws_access_key_id="anybody",
            aws_secret_access_key="anything",
        )

    iam, s3 = client("iam"), client("s3")
    policy = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
    )
    iam.create_user(UserName="desk")
    iam.put_user_policy(UserName="desk", PolicyName="all", PolicyDocument=policy)
    key = iam.create_access_key(UserName="desk")["AccessKey"]
    s3.create_bucket(Bucket="art-of-the-night")
    # From here on every request has to be signed by a known key.
    headers = {"content-type": "text/plain"}
    asked = urllib.request.Request(f"{url}/moto-api/reset-auth", b"0", headers, method="POST")
    urllib.request.urlopen(asked, timeout=10).close()
    return S3Server(url, "art-of-the-night", key["AccessKeyId"], key["SecretAccessKey"])
