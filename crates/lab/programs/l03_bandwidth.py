"""L-03: how many packets a second go back and forth beside busy threads?

    python3 l03_bandwidth.py [cpu=1] [bytes=1024] [seconds=1.0]

As in CPython's Tools/ccbench: another process answers each packet of 1,024 bytes with a
packet of the same size, and here one thread sends the next as soon as it has the answer,
beside `cpu` threads that only count.
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


def receive(connection, size):
    """A packet of that size, or nothing when the other side has gone."""
    data = connection.recv(size)
    while data and len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            return b""
        data += more
    return data


def server(ports, size):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    listener.listen(1)
    ports.put(listener.getsockname()[1])
    connection, _address = listener.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        packet = receive(connection, size)
        if not packet:
            break
        connection.sendall(packet)
    connection.close()
    listener.close()


def spin(stop):
    n = 0
    while not stop:
        n += 1


def main():
    cpu = option("cpu", 1)
    size = option("bytes", 1024)
    seconds = option("seconds", 1.0)
    ports = multiprocessing.Queue()
    process = multiprocessing.Process(target=server, args=(ports, size), daemon=True)
    process.start()
    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    connection.connect(("127.0.0.1", ports.get()))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stop = []
    threads = []
    for _ in range(cpu):
        threads.append(threading.Thread(target=spin, args=(stop,)))
    for thread in threads:
        thread.start()
    packet = b"x" * size
    packets = 0
    start = time.perf_counter()
    now = start
    while now - start < seconds:
        connection.sendall(packet)
        receive(connection, size)
        packets += 1
        now = time.perf_counter()
    work = now - start
    stop.append(1)
    for thread in threads:
        thread.join()
    connection.close()
    process.join()
    print(f"packets: {packets / work:.2f} /s")
    print(f"payload: {packets * size / work / 1e6:.4f} MB/s")


if __name__ == "__main__":
    main()
