"""L-02: how late does a message arrive in a program that is busy?

    python3 l02_latency.py [task=loop|sha256|power] [cpu=1] [pings=50] [gap=0.01]

Another process sends the time, every `gap` seconds; the main thread here receives it and
compares it with its own clock, beside `cpu` busy threads.
"""
import hashlib
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


def pinger(port, pings, gap):
    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    connection.connect(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for _ in range(pings):
        time.sleep(gap)
        connection.sendall((repr(time.time()) + "\n").encode())
    connection.close()


def loop(stop):
    n = 0
    while not stop:
        n += 1


def digest(stop):
    message = b"x" * 1000000
    while not stop:
        hashlib.sha256(message).hexdigest()


def power(stop):
    exponent = 10000
    start = time.process_time()
    pow(3, exponent)
    # At least some milliseconds for each, whatever the interpreter's long numbers are made of.
    while time.process_time() - start < 0.008:
        exponent = exponent * 3 // 2
        start = time.process_time()
        pow(3, exponent)
    while not stop:
        pow(3, exponent)


TASKS = {"loop": loop, "sha256": digest, "power": power}


def percentile(sorted_values, fraction):
    return sorted_values[int(fraction * (len(sorted_values) - 1))]


def main():
    task = option("task", "loop")
    cpu = option("cpu", 1)
    pings = option("pings", 50)
    gap = option("gap", 0.01)
    target = TASKS.get(task)
    if target is None:
        print("tasks: " + ", ".join(TASKS))
        sys.exit(2)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    listener.listen(1)
    port = listener.getsockname()[1]
    process = multiprocessing.Process(target=pinger, args=(port, pings, gap), daemon=True)
    process.start()
    connection, _address = listener.accept()
    stop = []
    threads = []
    for _ in range(cpu):
        threads.append(threading.Thread(target=target, args=(stop,)))
    for thread in threads:
        thread.start()
    delays = []
    rest = b""
    while len(delays) < pings:
        data = connection.recv(4096)
        now = time.time()
        if not data:
            break
        lines = (rest + data).split(b"\n")
        rest = lines.pop()
        for line in lines:
            delays.append(now - float(line.decode()))
    stop.append(1)
    for thread in threads:
        thread.join()
    connection.close()
    listener.close()
    process.join()
    delays.sort()
    mean = sum(delays) / len(delays)
    print(f"mean: {mean * 1e6:.1f} us")
    print(f"p50: {percentile(delays, 0.5) * 1e6:.1f} us")
    print(f"p99: {percentile(delays, 0.99) * 1e6:.1f} us")
    print(f"max: {delays[-1] * 1e6:.1f} us")


if __name__ == "__main__":
    main()
