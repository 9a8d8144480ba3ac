TEXT = """the lock that nobody holds is open and the lock that somebody holds is closed
who waits for the lock waits until the one who holds the lock opens the lock
"""


def words(text):
    word = ""
    for c in text:
        if c.isalpha():
            word += c
        elif word:
            yield word
            word = ""


def count(items):
    table = {}
    for item in items:
        table[item] = table.get(item, 0) + 1
    return table


table = count(words(TEXT * 200))
for word, n in sorted(table.items(), key=lambda item: (-item[1], item[0])):
    print(word, n)
pairs = count(zip(*[iter(words(TEXT * 50))] * 2))
print(len(pairs), max(pairs.items(), key=lambda item: (item[1], item[0])))
