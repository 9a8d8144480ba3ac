"""L-01: what does a busy thread do to a thread that answers requests?

    python3 l01_convoy.py [cpu=1] [clients=1] [interval=0.005] [seconds=1.0]

An echo server in a process of its own; here each client thread sends it one byte and
waits for the byte, over and over, beside `cpu` threads that only count. Each request
gives the interpreter away twice, and has to ask for it back twice. `kept` is what the
counting threads still do, of what they did before the first request.
"""
import multiprocessing
import socket
import sys
import threading
import time


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def echo(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        request = connection.recv(1)
        if not request:
            break
        connection.sendall(request)
    connection.close()


def server(ports, clients):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    listener.listen(clients)
    ports.put(listener.getsockname()[1])
    threads = []
    for _ in range(clients - 1):
        connection, _address = listener.accept()
        threads.append(threading.Thread(target=echo, args=(connection,)))
        threads[-1].start()
    connection, _address = listener.accept()
    echo(connection)
    for thread in threads:
        thread.join()
    listener.close()


def spin(stop, count):
    n = 0
    while not stop:
        n += 1
        count[0] = n


def total(counts):
    return sum(count[0] for count in counts)


def ask(connection, seconds, latencies):
    now = time.perf_counter()
    end = now + seconds
    while now < end:
        connection.sendall(b"x")
        connection.recv(1)
        after = time.perf_counter()
        latencies.append(after - now)
        now = after


def counted_in(counts, seconds):
    """How much the counting threads count in a second while nobody asks."""
    before = total(counts)
    start = time.perf_counter()
    time.sleep(seconds)
    after = total(counts)
    return (after - before) / (time.perf_counter() - start)


def percentile(sorted_values, fraction):
    return sorted_values[int(fraction * (len(sorted_values) - 1))]


def connect(port):
    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    connection.connect(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def main():
    cpu = option("cpu", 1)
    clients = option("clients", 1)
    seconds = option("seconds", 1.0)
    sys.setswitchinterval(option("interval", 0.005))
    ports = multiprocessing.Queue()
    process = multiprocessing.Process(target=server, args=(ports, clients), daemon=True)
    process.start()
    port = ports.get()
    connections = [connect(port) for _ in range(clients)]
    stop = []
    counts = [[0] for _ in range(cpu)]
    spinners = []
    for count in counts:
        spinners.append(threading.Thread(target=spin, args=(stop, count)))
    for thread in spinners:
        thread.start()
    alone = counted_in(counts, seconds / 5)
    lists = [[] for _ in range(clients)]
    threads = []
    for connection, latencies in zip(connections[1:], lists[1:]):
        threads.append(threading.Thread(target=ask, args=(connection, seconds, latencies)))
    before = total(counts)
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    ask(connections[0], seconds, lists[0])
    for thread in threads:
        thread.join()
    work = time.perf_counter() - start
    counted = (total(counts) - before) / work
    stop.append(1)
    for thread in spinners:
        thread.join()
    for connection in connections:
        connection.close()
    process.join()
    latencies = []
    for some in lists:
        latencies.extend(some)
    latencies.sort()
    print(f"requests: {len(latencies) / work:.3f} /s")
    print(f"p50: {percentile(latencies, 0.5) * 1e6:.1f} us")
    print(f"p99: {percentile(latencies, 0.99) * 1e6:.1f} us")
    # On a machine that is busy with other things they may not have begun yet.
    if alone > 0:
        print(f"kept: {counted / alone * 100:.2f} %")
        print(f"counted: {counted / 1e6:.4f} M/s")


if __name__ == "__main__":
    main()
