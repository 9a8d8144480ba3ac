"""C-05: the table, CPU-bound and I/O-bound, single-thread and multi-thread.

    python3 c05_table.py [kind=cpu|socket|file] [mode=single|multi] [scale=10]

Four equal tasks, done one after the other by one thread, or at once by four.
`cpu` counts down. `socket` asks a server in a process of its own that takes 5 ms to
answer each request. `file` reads this very file again and again: I/O that completes at
once, the kind that sleeping never shows.
"""
import multiprocessing
import socket
import sys
import threading
import time

TASKS = 4
SERVER_DELAY = 0.005


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default


def answer(connection):
    while True:
        request = connection.recv(64)
        if not request:
            break
        time.sleep(SERVER_DELAY)
        connection.sendall(request)
    connection.close()


def server(ports):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    listener.listen(TASKS)
    ports.put(listener.getsockname()[1])
    threads = []
    for _ in range(TASKS):
        connection, _address = listener.accept()
        thread = threading.Thread(target=answer, args=(connection,))
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    listener.close()


def cpu_task(size, _connection):
    while size > 0:
        size -= 1


def socket_task(size, connection):
    for _ in range(size):
        connection.sendall(b"x")
        connection.recv(64)


def file_task(size, _connection):
    for _ in range(size):
        with open(__file__, "rb") as file:
            file.read()


def run(task, mode, size, connections):
    """Seconds for all tasks, from the first start to the last join."""
    start = time.perf_counter()
    if mode == "single":
        for number in range(TASKS):
            task(size, connections[number])
    else:
        threads = []
        for number in range(TASKS):
            threads.append(threading.Thread(target=task, args=(size, connections[number])))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return time.perf_counter() - start


def main():
    kind = option("kind", "cpu")
    mode = option("mode", "single")
    scale = option("scale", 10)
    if kind == "cpu":
        work = run(cpu_task, mode, 50000 * scale, [None] * TASKS)
    elif kind == "file":
        work = run(file_task, mode, 50 * scale, [None] * TASKS)
    elif kind == "socket":
        ports = multiprocessing.Queue()
        process = multiprocessing.Process(target=server, args=(ports,))
        process.start()
        port = ports.get()
        connections = []
        for _ in range(TASKS):
            connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            connection.connect(("127.0.0.1", port))
            connections.append(connection)
        work = run(socket_task, mode, scale, connections)
        for connection in connections:
            connection.close()
        process.join()
    else:
        print("kinds: cpu, socket, file")
        sys.exit(2)
    print(f"work: {work:.6f} s")


if __name__ == "__main__":
    main()
