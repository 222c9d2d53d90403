"""Pictures of noise: they cannot be packed, as a good photograph hardly can."""

import hashlib
import random
from io import BytesIO

from PIL import Image

PICTURE_BYTES = 900_000
SIZE = (1200, 820)


def noise(seed: int) -> bytes:
    """A JPEG of ``PICTURE_BYTES`` bytes."""
    wide, high = SIZE
    file = BytesIO()
    pixels = random.Random(seed).randbytes(wide * high * 3)
    Image.frombytes("RGB", SIZE, pixels).save(file, "JPEG", quality=90)
    content = file.getvalue()
    return content + b"\0" * (PICTURE_BYTES - len(content))


def sha256_of(content: bytes) -> str:
    """SHA-256 (hex)."""
    return hashlib.sha256(content).hexdigest()
