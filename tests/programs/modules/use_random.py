import random

r = random.Random(42)
print(r.random(), r.random(), r.getrandbits(70), r.randint(1, 100), r.randrange(0, 100, 7), r.choice("abcdef"))
print(r.sample(range(1000), 10), r.sample(range(10), 4), r.uniform(1, 5), r.gauss(0, 1), r.gauss(0, 1))
print(r.choices([1, 2, 3], k=5), r.choices("abc", [1, 2, 3], k=5), r.expovariate(2))
x = list(range(20))
r.shuffle(x)
print(x)
for seed in (0, 1, -5, 2 ** 100):
    random.seed(seed)
    print(random.random(), random.randrange(10 ** 12))
state = random.getstate()
first = random.random()
random.setstate(state)
print(first == random.random())
for bad in (lambda: random.choice([]), lambda: random.randrange(0), lambda: random.sample([1], 2)):
    try:
        bad()
    except (IndexError, ValueError) as error:
        print(type(error).__name__)
