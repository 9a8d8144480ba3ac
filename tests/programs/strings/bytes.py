b = b"hello"
print(b, b[0], b[1:3], len(b), b + b"!", b * 2, list(b[:2]), 104 in b, b"ell" in b)
print(b.upper(), b.find(b"l"), b.replace(b"l", b"L"), b.split(b"l"), b.startswith(b"he"))
print(bytes(3), bytes([1, 2]), bytes("é", "utf-8"), b.hex(), bytes.fromhex("00ff 41"))
print(b == b"hello", b < b"help", b"a" == "a", hash(b"a") == hash(b"a"))
ba = bytearray(b"abc")
ba[0] = 65
ba.append(100)
ba += b"ef"
del ba[1]
print(ba, len(ba), bytes(ba), ba.decode(), ba[-1])
ba[1:3] = b"XYZ"
print(ba)
for bad in (lambda: bytes([256]), lambda: b"a"[5], lambda: bytes("x"), lambda: b"\xff".decode(),
            lambda: "é".encode("ascii")):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
print(b"\xff".decode("utf-8", "replace") == "\ufffd", b"\xffa".decode("utf-8", "ignore"))
print("é".encode("ascii", "replace"), b"\xe9".decode("latin-1"), b" x ".strip(), b",".join([b"a", b"b"]))
print(int.from_bytes(b"\x01\x00", "big"), (258).to_bytes(2, "little"), [x for x in b"ab"])
