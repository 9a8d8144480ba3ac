# argv: n=10
# timed: yes
"""A small stock list asked many questions: comprehensions of lists, sets and dicts.

    python3 comprehensions.py [n=4000]

`n` is the number of times all questions are asked. After the idea of the comprehensions benchmark in pyperformance:
short comprehensions inside methods, where making the loop costs as much as running it.
"""
import sys
import time


class Part:
    def __init__(self, number, kind, price, made_of):
        self.number = number
        self.kind = kind
        self.price = price
        self.made_of = made_of
        self.derived = len(made_of) > 0


class Stock:
    def __init__(self, size):
        self.parts = []
        for number in range(size):
            made_of = [number // 2, number // 3] if number % 4 == 0 and number > 4 else []
            kind = ("bolt", "gear", "shaft", "cover", "motor")[number % 5]
            self.parts.append(Part(number, kind, number * 7 % 31 + 1, made_of))
        self.by_number = {part.number: part for part in self.parts}

    def kinds(self):
        return {part.kind for part in self.parts}

    def of_kind(self, kind):
        return [part for part in self.parts if part.kind == kind]

    def prices(self, kind):
        return [part.price for part in self.of_kind(kind)]

    def pieces(self, part):
        return [self.by_number[number] for number in part.made_of]

    def total(self, part):
        """The price of a part, or of its pieces and theirs if it has any."""
        return sum([self.total(piece) for piece in self.pieces(part)]) if part.derived else part.price

    def table(self):
        return {kind: [price for price in self.prices(kind) if price > 15] for kind in sorted(self.kinds())}

    def grid(self, side):
        return [[self.parts[row * side + column].price for column in range(side)] for row in range(side)]

    def pairs(self):
        return [(a.number, b.number) for a in self.of_kind("gear") for b in self.of_kind("motor") if a.price == b.price]


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def run(n):
    stock = Stock(60)
    result = 0
    for _ in range(n):
        result = sum([stock.total(part) for part in stock.parts if part.derived])
        result += sum([sum(prices) for prices in stock.table().values()])
        grid = stock.grid(7)
        turned = [[row[column] for row in grid] for column in range(7)]
        result += sum([row[index] for index, row in enumerate(turned)])
        result = result * 100 + len(stock.pairs())
    return result


def main():
    n = option("n", 4000)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
