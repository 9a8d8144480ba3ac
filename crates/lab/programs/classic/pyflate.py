# argv: n=1
# timed: yes
"""Two decompressors, deflate and bzip2: single bits, canonical codes, lists that move to the front.

    python3 pyflate.py [n=80]

`n` is how often both are run. Sources: RFC 1951 (P. Deutsch, 1996) for deflate; for bzip2 its format as J. Seward's
program has it, built on M. Burrows and D. Wheeler, "A block-sorting lossless data compression algorithm", 1994. The
data are a text that the program can make itself, compressed by zlib and bzip2, so that the result can be compared.
"""
import sys
import time

WORDS = """a thread that holds the gate may touch every object and all others wait for it until some count falls to zero
then what was shared is free again while one process after another sends small messages through long pipes""".split()
LENGTH = 3000

DEFLATED = (
    "6556cb6edb3010fc157e8120598f48c7a0401f87200162a067d6a66d15b218484a8df4ebbbbbb32bd1e945b64472776676b8e47cf153"
    "38bae5124617c7c07fdc294ece3b3f467a99dc1cc6e34c6f3c690afee89ab6d8b5eec97f64eee667b7bf84cc853f61fa90d7f9ea87c1"
    "c9d2d97e24fa10c7b384791f977e708748bf6b12bc9d68e9fc2931466e174f9329f03ebe1f2e999b019bc3dd7cbfb87e96d11f73e6f0"
    "66cbfa21b8af1c3693090bc7618e0001d8caeb11792542d57645b97db9c481a02cd1f9b3ef475e10dfcf17f7374cd1757953ee341308"
    "48127c10d2d093567fe73099e6a62c00a99810d2008e3ab82b77458b0fa60b40ab028885ead01c418412a852a729049b0c782083285a"
    "a06b98677f0eb3168905bcfa0f09bb27400659465ffab74024ce7e0978acf58ad7e0baa6282a9ba3c242342bd94a15314996ff21bef1"
    "7af7fceb7738507242032f70e1d8635c084dba225726508dc15bbe6158278bb83c86d44251b0d98457a220f5e721848a0202d4393f5c"
    "24bc94fd5115e5328b063c4dfec8047041c6366fba26458752ad2416ae99f9f56d8a071a40286f49eba2c93bec3e092f9c504c0016a4"
    "328477e4dffc255178ab775d5e437bd69441c1b3ccc89f1692838457fa78075a04bc43f73c926cbc4e1d1da57f183d5dbc761a65245f"
    "ebb2e9da3598fa062e969223195ca18661c2fdd62684ef3d7aed23924009205a3f9b00504c0b974cd7618e27ed302a02ccc47fc98880"
    "a233e88cc7ad3b580885b4aabf696293ee369e5956c2880889d3c11e4f2e18c635b0ba9ffbdf378294ddab230f6097ed630a0e5bbcde"
    "ba2f58b30d9b964b73c74977012d57535a1a102dcab66814406a3e88fdcac4b315f2b67329a3e2f7d64105807ed41d6f85541b6106be"
    "217e6f9aa44382937726f0a047b5f5aec35ff32baf30133eb21132f7a4f83273b108a16139a224c3c1a4d609263e4defcabc5acf17eb"
    "ccf2d0109b5d5193909cb4e21daff62acaaad80e2f81bdf5af479634e9ce24140e403813c8c7e3b65e4a6d1028459f74082e315ee6e4"
    "5aa07685cf94be56e96e737c6a312c517a2ab6559b4b46d517da245b5d2b84fb037942fd82e0fc41e0f28543f264a21946fb59798dd6"
    "6f5777dd351f080564a485244f8d5a945dd9a91d00e4b66a06162f3089f628bbb01c59464091faa4e693c50c95cbb575fa64436db724"
    "99b3eaa87ef9c200333bcfe130890ccc2a27347ce567a6f70142be8f996b762d1d3a744d1b3303b697ecc911936e2abd198cdb7526fd"
    "d7156d59cb6853ef9a9d45248e8ab36a9be2c151ebc84b6b32c6449b799493259542f8f277bb3110feb27aa81ba887ad87d52857b2d1"
    "c5a3d07edbb29c158a28aaadf2dac995b9acd68dc7be031b83f493b2dbfee7d20042535455ae71c41f7c6130366cd2a481cb031e6452"
    "5557d4b9355dd91c2a7d725dc4ea3560da42d7c3ed1f"
)
BZIPPED = (
    "425a6831314159265359611502e60005079f8040017fe029e2cc803ff7dfb0500474001e774c0199844cc81269aa9e98a64000000353"
    "c4d29464d341ea19000d190024d252426006800460981a180068d0d18464d068d3406085509a0a7a9fa4f5351e93d41a000794778dfc"
    "3c62438554af5d7baf7db3878fdd7c5a7297c674741934679b872dd9bc0df4d9d6d96f49bdd6674c992ce1e56d178a25f95959e15c30"
    "eca33f9741ad3a712c1613e7b783bb9ce96639cb4593035a958aa2f79270802e83f4cd254d4d80aa70da72795a29c33cddf94bd5c314"
    "6db6e1dcef2c3c5877544f34243a5b3ef236a61d78d29b4ae6118ce034123b1628f0a8dd2af4f9ae04a4793d72fab73e1a3ae238012e"
    "d84721e5e0c964ce14d5ba0bbefba55a6ccf3c2de4541d55235425006b5215a26069895584f38612e525df4fc325cb3a3bb45404a200"
    "e4592abaf066acbc70db2a09bb697db94b8a5251e391cae481a4869d8051f4cb86d1be729dbae865a6e32325d584069e200ca09c2b75"
    "a0faa41964a6e99557c846832e7828aab804559853159069a20092cad413bf6ec9dfaa3757561e58f120c8ec5a925e4b37783262a442"
    "a4dd8589c3822ddbc8d25b317cb5ae14588cc4a00c730e0bbac52cbc5432112170b84c263a22222e3089a447a09dd7ed91fca68a64a6"
    "7f4af996200745734610da87c436abf43de2fd65ec0ef40d15f33e4d858580db6b4688c506a3118a8dbdc91888b13827c0ad5a426db2"
    "19691a24241d174550215134ec4cc574d4994bab34c4ba5f000fa92240d086b90ffeac51628c444447640281b026c0d6c8aac456aaaa"
    "3bafa04f51aa09aa1f97c15c04c5081e68ed3794554d49372574f226868bb608d21429829b81c15c606903929bc4d143b39806345411"
    "47757fdec5a90968689a9ea8e0a6423ac219abb043d2a7431576804275dd04550511b41207213db2b883bce688753c0a62622028b5e0"
    "2e2ba83df4574d827257e02790b881c10e0f047c903bbcc53341e6789151294515127200f1578b8a0741e9b11c45396bb71eda5865b3"
    "1d9c73cb3b2ca10d04a30e61020c6a50a60ac52518522a6982695d914a62d355778a260b649a42e4afe9713683c91031a820b249640d"
    "3976ce3fe2d72dcb8d1304b72e5cb511704cab730c704b46965cb849c2136c80710a4a39204898229206e0604367188a2aa6669a3040"
    "ff8bb9229c2848308a817300"
)


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def text(length):
    """The text that was compressed."""
    state = 42
    words = []
    size = 0
    while size < length:
        state = state * 16807 % 2147483647
        word = WORDS[state // 1000 % len(WORDS)]
        if state % 11 == 0:
            word = word.capitalize() + "."
        elif state % 13 == 0:
            word = str(state % 100000)
        words.append(word)
        size += len(word) + 1
    return " ".join(words)[:length].encode()


class Bits:
    """Reads bits from bytes, least significant first as deflate has them."""

    def __init__(self, data):
        self.data = data
        self.position = 0
        self.held = 0
        self.count = 0

    def take(self, n):
        while self.count < n:
            self.held |= self.data[self.position] << self.count
            self.position += 1
            self.count += 8
        value = self.held & (1 << n) - 1
        self.held >>= n
        self.count -= n
        return value

    def align(self):
        self.held = 0
        self.count = 0


class HighBits(Bits):
    """The same, most significant first as bzip2 has them."""

    def take(self, n):
        while self.count < n:
            self.held = self.held << 8 | self.data[self.position]
            self.position += 1
            self.count += 8
        self.count -= n
        value = self.held >> self.count
        self.held &= (1 << self.count) - 1
        return value


class Codes:
    """A canonical Huffman code, from the lengths of its words."""

    def __init__(self, lengths):
        self.table = {}
        code = 0
        for length in range(1, max(lengths) + 1):
            for symbol, its_length in enumerate(lengths):
                if its_length == length:
                    self.table[length, code] = symbol
                    code += 1
            code <<= 1

    def read(self, bits):
        table = self.table
        code = 0
        length = 0
        while True:
            code = code << 1 | bits.take(1)
            length += 1
            symbol = table.get((length, code))
            if symbol is not None:
                return symbol


LENGTH_EXTRA = [0] * 8 + [1] * 4 + [2] * 4 + [3] * 4 + [4] * 4 + [5] * 4 + [0]
DISTANCE_EXTRA = [0, 0] + [i // 2 for i in range(28)]
ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]


def bases(first, extra):
    """The smallest value of each symbol that stands for a range of values."""
    result = []
    for bits in extra:
        result.append(first)
        first += 1 << bits
    return result


LENGTH_BASE = bases(3, LENGTH_EXTRA[:-1]) + [258]
DISTANCE_BASE = bases(1, DISTANCE_EXTRA)


def inflate(data):
    bits = Bits(data)
    out = bytearray()
    last = 0
    while not last:
        last = bits.take(1)
        kind = bits.take(2)
        if kind == 0:
            stored(bits, out)
        else:
            literals, distances = fixed_codes() if kind == 1 else dynamic_codes(bits)
            copy_block(bits, literals, distances, out)
    return bytes(out)


def stored(bits, out):
    bits.align()
    length = bits.take(16)
    bits.take(16)
    for _ in range(length):
        out.append(bits.take(8))


def fixed_codes():
    return Codes([8] * 144 + [9] * 112 + [7] * 24 + [8] * 8), Codes([5] * 30)


def dynamic_codes(bits):
    literals = bits.take(5) + 257
    distances = bits.take(5) + 1
    lengths = [0] * 19
    for i in range(bits.take(4) + 4):
        lengths[ORDER[i]] = bits.take(3)
    codes = Codes(lengths)
    lengths = []
    while len(lengths) < literals + distances:
        symbol = codes.read(bits)
        if symbol < 16:
            lengths.append(symbol)
        elif symbol == 16:
            lengths += lengths[-1:] * (bits.take(2) + 3)
        elif symbol == 17:
            lengths += [0] * (bits.take(3) + 3)
        else:
            lengths += [0] * (bits.take(7) + 11)
    return Codes(lengths[:literals]), Codes(lengths[literals:])


def copy_block(bits, literals, distances, out):
    while True:
        symbol = literals.read(bits)
        if symbol < 256:
            out.append(symbol)
        elif symbol == 256:
            return
        else:
            symbol -= 257
            length = LENGTH_BASE[symbol] + bits.take(LENGTH_EXTRA[symbol])
            symbol = distances.read(bits)
            distance = DISTANCE_BASE[symbol] + bits.take(DISTANCE_EXTRA[symbol])
            if distance >= length:
                out += out[len(out) - distance:len(out) - distance + length]
            else:
                for _ in range(length):
                    out.append(out[-distance])


BLOCK = 0x314159265359
GROUP = 50


def bunzip2(data):
    bits = HighBits(data)
    assert bits.take(24) == 0x425A68, "not a bzip2 stream"
    bits.take(8)
    out = bytearray()
    while bits.take(48) == BLOCK:
        bits.take(33)
        out += block(bits)
    return bytes(out)


def block(bits):
    """One block: codes undone first, then the moves to front, the sorting, the runs."""
    start = bits.take(24)
    used = used_bytes(bits)
    groups = bits.take(3)
    selectors = read_selectors(bits, groups)
    tables = [Codes(read_lengths(bits, len(used) + 2)) for _ in range(groups)]
    return without_runs(unsorted(front_moves(bits, used, selectors, tables), start))


def used_bytes(bits):
    rows = bits.take(16)
    used = []
    for row in range(16):
        if rows >> 15 - row & 1:
            columns = bits.take(16)
            used += [row * 16 + column for column in range(16) if columns >> 15 - column & 1]
    return used


def read_selectors(bits, groups):
    order = list(range(groups))
    selectors = []
    for _ in range(bits.take(15)):
        position = 0
        while bits.take(1):
            position += 1
        order.insert(0, order.pop(position))
        selectors.append(order[0])
    return selectors


def read_lengths(bits, count):
    length = bits.take(5)
    lengths = []
    for _ in range(count):
        while bits.take(1):
            length += -1 if bits.take(1) else 1
        lengths.append(length)
    return lengths


def front_moves(bits, used, selectors, tables):
    end = len(used) + 1
    front = used[:]
    out = []
    run = 0
    weight = 1
    group = 0
    while True:
        codes = tables[selectors[group]]
        group += 1
        for _ in range(GROUP):
            symbol = codes.read(bits)
            if symbol < 2:
                # Digits of the length of a run, 1 and 2 instead of 0 and 1.
                run += weight << symbol
                weight <<= 1
                continue
            if run:
                out += [front[0]] * run
                run = 0
                weight = 1
            if symbol == end:
                return out
            front.insert(0, front.pop(symbol - 1))
            out.append(front[0])


def unsorted(column, start):
    """Undoes the Burrows-Wheeler transform."""
    counts = [0] * 256
    for byte in column:
        counts[byte] += 1
    total = 0
    places = []
    for count in counts:
        places.append(total)
        total += count
    following = [0] * len(column)
    for position, byte in enumerate(column):
        following[places[byte]] = position
        places[byte] += 1
    out = []
    position = following[start]
    for _ in range(len(column)):
        out.append(column[position])
        position = following[position]
    return out


def without_runs(data):
    """Four equal bytes are followed by the number of further ones."""
    out = bytearray()
    same = 0
    last = -1
    for byte in data:
        if same == 4:
            out += bytes([last]) * byte
            same = 0
            last = -1
            continue
        same = same + 1 if byte == last else 1
        last = byte
        out.append(byte)
    return out


def run(n):
    expected = text(LENGTH)
    deflated = bytes.fromhex(DEFLATED)
    bzipped = bytes.fromhex(BZIPPED)
    right = 0
    for _ in range(n):
        right += inflate(deflated) == expected
        right += bunzip2(bzipped) == expected
    weight = 0
    for byte in expected:
        weight = (weight * 31 + byte) % 1000003
    return f"{right} of {2 * n} right, {weight}"


def main():
    n = option("n", 80)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
