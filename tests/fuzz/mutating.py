"""Files spoilt at random: some values for others, some bytes for others."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

# What readers have stumbled over, here and elsewhere.
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 0.5, -0.0, 1e-9, 1e9, 1e308, 10**30, 10**400, 2**63, "", " ", "x",
    "0", "-1", "nan", "inf", "1e999", "3 min", "1 m", "50 %", "yes", "=", "<<", "*a", "&a", "\x00",
    "\x1b[2J", "\u202e", "\ud800", "é" * 300, "a" * 5000, [], {}, [[]], [None], {"": None}, [0, 0],
    [[0, 0], [0, 0]], {"rule": "x"}, {"kind": "x"}, {"profile": []}, ["x"] * 50, float("nan"),
    float("inf"), [[[1]]], {"a": {"a": {"a": {}}}}, "../../etc/passwd", "/dev/zero", "ground",
)  # fmt: skip
TOKENS = (
    b"[", b"]", b"{", b"}", b",", b":", b": ", b"\n", b"\r", b"\t", b'"', b"'", b"- ", b"? ", b"#",
    b"&a ", b"*a", b"!!binary ", b"!!int ", b"!!null ", b"!x ", b"%YAML 1.1\n---\n", b"%TAG ! x:\n",
    b"---\n", b"...\n", b"|\n", b">-\n", b"<<: ", b"\xff", b"\x00", b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"0x" + b"f" * 2000, b"9" * 5000, b"1e99999", b"-", b".", b"[" * 400, b"{a: " * 100, b";", b"|",
    b"\xc2\x85", b"\xe2\x80\xa8", b"NaN", b"Infinity", b"1_000", b"0b1", b"0o7", b"12:30:45",
)  # fmt: skip


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Spoil a file: its values where it is JSON and luck has it so, else its bytes."""
    if raw[:1] == b"{" and chance.random() < 0.6:
        document = json.loads(raw)
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            _spoil(document, chance)
        try:
            return json.dumps(document).encode("utf-8", "surrogatepass")
        except (ValueError, RecursionError):
            return raw
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        raw = _spoilt(raw, chance)
    return raw


def _spoil(document: Any, chance: random.Random) -> None:
    holder, key = None, None
    inner = document
    while isinstance(inner, dict | list) and inner and (holder is None or chance.random() < 0.85):
        holder = inner
        key = chance.choice([*inner]) if isinstance(inner, dict) else chance.randrange(len(inner))
        inner = inner[key]
    if holder is None:
        return
    kind = chance.randrange(6)
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, dict):
        holder[chance.choice([each for each in ODD if isinstance(each, str)])] = holder.pop(key)
    elif kind == 2 and isinstance(holder, list):
        holder.insert(key, inner)
    elif kind == 3 and isinstance(inner, int | float) and abs(inner) < 1e300:
        holder[key] = inner * chance.choice((-1, 0, 1e-6, 0.3048, 3.28, 1000, 1e6))
    else:
        holder[key] = copy.deepcopy(chance.choice(ODD))


def _spoilt(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    to = min(len(raw), at + chance.choice((1, 2, 8, 64, 512)))
    kind = chance.randrange(6)
    if kind == 0:
        return raw[:at] + raw[to:]
    if kind == 1:
        return raw[:at] + raw[at:to] * chance.choice((2, 3, 50)) + raw[to:]
    if kind == 2:
        return raw[:at]
    if kind == 3 and at < len(raw):
        return raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :]
    if kind == 4:
        begin = chance.randrange(len(raw) + 1)
        return raw[:at] + raw[begin : begin + to - at] + raw[to:]
    return raw[:at] + chance.choice(TOKENS) + raw[at if chance.random() < 0.5 else to :]
