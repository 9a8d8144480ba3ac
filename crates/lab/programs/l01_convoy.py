"""L-01: what does a busy thread do to a thread that answers requests?

    python3 l01_convoy.py [cpu=1] [interval=0.005] [seconds=1.0]

An echo server in a process of its own; here one client thread sends it one byte and
waits for the byte, over and over, beside `cpu` threads that only count. Each request
gives the interpreter away twice, and has to ask for it back twice.
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


def server(ports):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    listener.listen(1)
    ports.put(listener.getsockname()[1])
    connection, _address = listener.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        request = connection.recv(1)
        if not request:
            break
        connection.sendall(request)
    connection.close()
    listener.close()


def spin(stop, counts, index):
    n = 0
    while not stop:
        n += 1
    counts[index] = n


def percentile(sorted_values, fraction):
    return sorted_values[int(fraction * (len(sorted_values) - 1))]


def main():
    cpu = option("cpu", 1)
    interval = option("interval", 0.005)
    seconds = option("seconds", 1.0)
    sys.setswitchinterval(interval)
    ports = multiprocessing.Queue()
    process = multiprocessing.Process(target=server, args=(ports,), daemon=True)
    process.start()
    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    connection.connect(("127.0.0.1", ports.get()))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stop = []
    counts = [0] * cpu
    threads = []
    for index in range(cpu):
        threads.append(threading.Thread(target=spin, args=(stop, counts, index)))
    for thread in threads:
        thread.start()
    latencies = []
    start = time.perf_counter()
    now = start
    while now - start < seconds:
        connection.sendall(b"x")
        connection.recv(1)
        after = time.perf_counter()
        latencies.append(after - now)
        now = after
    work = now - start
    stop.append(1)
    for thread in threads:
        thread.join()
    connection.close()
    process.join()
    latencies.sort()
    print(f"requests: {len(latencies) / work:.3f} /s")
    print(f"p50: {percentile(latencies, 0.5) * 1e6:.1f} us")
    print(f"p99: {percentile(latencies, 0.99) * 1e6:.1f} us")
    print(f"counted: {sum(counts) / work / 1e6:.4f} M/s")


if __name__ == "__main__":
    main()
