# counts: exact
import gc

alive = 0


class Node:
    def __init__(self):
        global alive
        alive += 1
        self.links = []

    def __del__(self):
        global alive
        alive -= 1


def ring(n):
    nodes = [Node() for _ in range(n)]
    for i, node in enumerate(nodes):
        node.links.append(nodes[(i + 1) % n])
        node.links.append(nodes[i - 1])


for _ in range(20):
    ring(50)
gc.collect()
print(alive)
chain = None
for _ in range(5000):
    node = Node()
    node.links.append(chain)
    chain = node
print(alive)
del node
chain = None
print(alive)
nested = []
for _ in range(100000):
    nested = [nested]
nested = None
print("deep list freed")
