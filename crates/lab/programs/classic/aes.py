# argv: n=20
# timed: yes
"""AES-128 in counter mode: bytes, tables, shifts and exclusive ors of small ints.

    python3 aes.py [n=4000]

`n` is the number of blocks of sixteen bytes. Source: the standard, FIPS 197 (2001), and SP 800-38A for the mode;
the program begins with the examples of both and says so if it gets them wrong.
"""
import sys
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def double(x):
    """Times two in the field of 256 elements."""
    x <<= 1
    return (x ^ 0x11B) if x & 0x100 else x


def substitution():
    """The S-box: the inverse in the field, then an affine map. The powers of 3 give the inverses."""
    power = [0] * 256
    log = [0] * 256
    x = 1
    for exponent in range(255):
        power[exponent] = x
        log[x] = exponent
        x ^= double(x)
    box = [0x63] * 256
    for x in range(1, 256):
        inverse = power[(255 - log[x]) % 255]
        result = 0x63
        for turn in range(5):
            result ^= (inverse << turn | inverse >> 8 - turn) & 0xFF
        box[x] = result
    return box


BOX = substitution()
DOUBLED = [double(x) for x in range(256)]
TRIPLED = [double(x) ^ x for x in range(256)]
# Where the bytes of a column come from after the rows are shifted.
SHIFTED = [(5 * i) % 16 for i in range(16)]


class Cipher:
    def __init__(self, key):
        self.round_keys = self.expand(key)

    def expand(self, key):
        words = [list(key[i:i + 4]) for i in range(0, 16, 4)]
        constant = 1
        while len(words) < 44:
            word = words[-1]
            if len(words) % 4 == 0:
                word = [BOX[b] for b in word[1:] + word[:1]]
                word[0] ^= constant
                constant = double(constant)
            words.append([a ^ b for a, b in zip(word, words[-4])])
        return [sum(words[i:i + 4], []) for i in range(0, 44, 4)]

    def encrypt(self, block):
        """One block as a list of sixteen ints."""
        keys = self.round_keys
        state = [a ^ b for a, b in zip(block, keys[0])]
        for number in range(1, 10):
            state = self.mix([BOX[state[i]] for i in SHIFTED], keys[number])
        last = keys[10]
        return [BOX[state[i]] ^ last[position] for position, i in enumerate(SHIFTED)]

    def mix(self, state, key):
        """Mixes the columns and adds the round key."""
        mixed = []
        for column in range(0, 16, 4):
            a, b, c, d = state[column:column + 4]
            mixed.append(DOUBLED[a] ^ TRIPLED[b] ^ c ^ d ^ key[column])
            mixed.append(a ^ DOUBLED[b] ^ TRIPLED[c] ^ d ^ key[column + 1])
            mixed.append(a ^ b ^ DOUBLED[c] ^ TRIPLED[d] ^ key[column + 2])
            mixed.append(TRIPLED[a] ^ b ^ c ^ DOUBLED[d] ^ key[column + 3])
        return mixed


class CounterMode:
    def __init__(self, cipher, counter):
        self.cipher = cipher
        self.counter = list(counter)

    def advance(self):
        for i in range(15, -1, -1):
            self.counter[i] = (self.counter[i] + 1) & 0xFF
            if self.counter[i]:
                break

    def apply(self, data):
        """Encrypts or decrypts whole blocks."""
        result = bytearray()
        for start in range(0, len(data), 16):
            stream = self.cipher.encrypt(self.counter)
            self.advance()
            for plain, mask in zip(data[start:start + 16], stream):
                result.append(plain ^ mask)
        return bytes(result)


def examples():
    """Whether the examples of the standards come out."""
    block = Cipher(bytes(range(16))).encrypt([0x11 * i for i in range(16)])
    key = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
    counter = bytes.fromhex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")
    plain = bytes.fromhex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
    text = CounterMode(Cipher(key), counter).apply(plain)
    return (
        bytes(block).hex() == "69c4e0d86a7b0430d8cdb78070b4c55a"
        and text.hex() == "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"
    )


def run(n):
    if not examples():
        return "wrong: the examples of the standards did not come out"
    plain = bytes([i * 7 % 256 for i in range(16 * n)])
    key = bytes([0xA1, 0xF6, 0x25, 0x8C, 0x87, 0x7D, 0x5F, 0xCD, 0x89, 0x64, 0x48, 0x45, 0x38, 0xBF, 0xC9, 0x2C])
    text = CounterMode(Cipher(key), bytes(16)).apply(plain)
    back = CounterMode(Cipher(key), bytes(16)).apply(text)
    weight = 0
    for byte in text:
        weight = (weight * 31 + byte) % 1000003
    return f"{back == plain} {text[:4].hex()} {weight}"


def main():
    n = option("n", 4000)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
