class Record:
    def __init__(self, link=None, kind=0, enum=0, number=0, text=""):
        self.link, self.kind, self.enum, self.number, self.text = link, kind, enum, number, text

    def copy(self):
        return Record(self.link, self.kind, self.enum, self.number, self.text)


def letters_differ(a, b):
    return a[0] != b[0]


def fill(one, two, first, second):
    place = first + 5
    one[place] = second
    one[place + 1] = one[place]
    one[place + 30] = place
    for i in range(place, place + 2):
        two[place][i] = place
    two[place][place - 1] += 1
    two[place + 20][place] = one[place]


def step(record, n):
    following = record.link
    record.link = following.copy()
    record.number = 5 + n % 3
    following.number = record.number
    following.link = record.link
    if following.kind == 0:
        following.number = 6
        following.enum = (record.enum + n) % 5
        following.number += 7
    else:
        record = following.copy()
    return record


def run(rounds):
    one = [0] * 51
    two = [[0] * 51 for _ in range(51)]
    last = Record(text="next")
    head = Record(last, 0, 2, 40, "some string")
    flags = count = 0
    for n in range(rounds):
        first, second = 2, 3
        while first < second:
            third = 5 * first - second
            first += 1
        fill(one, two, first, third)
        step(head, n)
        for c in "ABC":
            if letters_differ(c + head.text, "B"):
                flags += 1
        count = (count * 31 + head.number * third // first + head.link.number) % 65521
    return one[8], two[8][7], flags, count, head.number, head.link.number


print(run(800))
