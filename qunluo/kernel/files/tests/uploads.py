"""Files as attackers and phones make them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(content: bytes, name: str = "x.png", content_type: str = "image/png"):
    return SimpleUploadedFile(name, content, content_type)


def picture(kind: str = "PNG", size=(40, 20), colour=(200, 30, 30), **options) -> bytes:
    out = io.BytesIO()
    mode = options.pop("mode", "RGB")
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def photo_with_place() -> bytes:
    """A JPEG turned by 90 degrees in its EXIF, with GPS, a comment and an ICC-like chunk."""
    image = Image.new("RGB", (60, 30), (10, 200, 10))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret description"
    exif[0x8825] = {1: "N", 2: (31.0, 14.0, 0.0)}
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"secret comment")
    return out.getvalue()


def moving(kind: str = "GIF", frames: int = 3, size=(30, 30)) -> bytes:
    pictures = [Image.new("RGB", size, (n * 7 % 256, n * 80 % 256, 0)) for n in range(frames)]
    out = io.BytesIO()
    pictures[0].save(out, kind, save_all=True, append_images=pictures[1:], duration=70, loop=0)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A valid header of a picture that would need gigabytes, and almost no content."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00")), (b"IEND", b""))
    )


def gif_bomb(frames: int = 400) -> bytes:
    """Many frames of a large canvas in a small file."""
    start = b"GIF89a" + struct.pack("<HH", 2000, 2000) + b"\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    frame = b"\x2c" + struct.pack("<HHHH", 0, 0, 1, 1) + b"\x00\x02\x02\x44\x01\x00"
    return start + frame * frames + b"\x3b"


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"\xef\xbb\xbf  <!doctype html><script>alert(1)</script>"
EXE = b"MZ\x90\x00" + b"\x00" * 60 + b"PE\x00\x00"
ELF = b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 60
