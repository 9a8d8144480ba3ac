"""L-03: how many packets a second go back and forth beside busy threads?

    python3 l03_bandwidth.py [net=tcp|udp] [cpu=1] [bytes=1024] [seconds=1.0]

As in CPython's Tools/ccbench, which has `net=udp` only: another process answers each
packet of 1,024 bytes with a packet of the same size, and here one thread sends the next as
soon as it has the answer, beside `cpu` threads that only count.
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


def tcp_server(ports, size):
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


def udp_server(ports, size):
    connection = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    connection.bind(("127.0.0.1", 0))
    ports.put(connection.getsockname()[1])
    while True:
        packet, address = connection.recvfrom(size)
        if not packet:
            break
        connection.sendto(packet, address)
    connection.close()


def tcp_exchange(connection, address, packet):
    connection.sendall(packet)
    return len(receive(connection, len(packet)))


def udp_exchange(connection, address, packet):
    connection.sendto(packet, address)
    return len(connection.recvfrom(len(packet))[0])


NETS = {
    "tcp": (socket.SOCK_STREAM, tcp_server, tcp_exchange),
    "udp": (socket.SOCK_DGRAM, udp_server, udp_exchange),
}


def spin(stop):
    n = 0
    while not stop:
        n += 1


def connect(net, address):
    connection = socket.socket(socket.AF_INET, NETS[net][0])
    if net == "tcp":
        connection.connect(address)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def hang_up(net, connection, address):
    if net == "udp":
        # Nobody sees a datagram socket close: an empty packet says so.
        connection.sendto(b"", address)
    connection.close()


def main():
    net = option("net", "tcp")
    cpu = option("cpu", 1)
    size = option("bytes", 1024)
    seconds = option("seconds", 1.0)
    if net not in NETS:
        print("nets: " + ", ".join(NETS))
        sys.exit(2)
    _kind, server, exchange = NETS[net]
    ports = multiprocessing.Queue()
    process = multiprocessing.Process(target=server, args=(ports, size), daemon=True)
    process.start()
    address = ("127.0.0.1", ports.get())
    connection = connect(net, address)
    stop = []
    threads = []
    for _ in range(cpu):
        threads.append(threading.Thread(target=spin, args=(stop,)))
    for thread in threads:
        thread.start()
    packet = b"x" * size
    packets = 0
    lost = 0
    start = time.perf_counter()
    now = start
    while now - start < seconds:
        if exchange(connection, address, packet) != size:
            lost += 1
        packets += 1
        now = time.perf_counter()
    work = now - start
    stop.append(1)
    for thread in threads:
        thread.join()
    hang_up(net, connection, address)
    process.join()
    print(f"packets: {packets / work:.2f} /s")
    print(f"payload: {packets * size / work / 1e6:.4f} MB/s")
    if lost:
        print(f"check: wrong {lost} packets came back shorter than they went")


if __name__ == "__main__":
    main()
