from __future__ import annotations

x: list[int] = []


def f(a: undefined) -> C | None:
    pass
