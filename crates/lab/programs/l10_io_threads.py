"""L-10: do threads that wait help each other?

    python3 l10_io_threads.py [kind=sleep|socket] [threads=8] [tasks=8] [wait=0.02]

Eight tasks that wait 20 ms each, by one thread or by eight. `sleep` asks the kernel to be
woken; `socket` waits for the answer of a slow server in a process of its own.
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


def answer(connection, wait):
    while True:
        request = connection.recv(64)
        if not request:
            break
        time.sleep(wait)
        connection.sendall(request)
    connection.close()


def server(ports, clients, wait):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    listener.listen(clients)
    ports.put(listener.getsockname()[1])
    threads = []
    for _ in range(clients):
        connection, _address = listener.accept()
        thread = threading.Thread(target=answer, args=(connection, wait))
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    listener.close()


def sleep_tasks(count, wait, _connection, barrier):
    barrier.wait()
    barrier.wait()
    for _ in range(count):
        time.sleep(wait)


def socket_tasks(count, _wait, connection, barrier):
    barrier.wait()
    barrier.wait()
    for _ in range(count):
        connection.sendall(b"x")
        connection.recv(64)


def main():
    kind = option("kind", "sleep")
    threads = option("threads", 8)
    tasks = option("tasks", 8)
    wait = option("wait", 0.02)
    target = sleep_tasks
    connections = [None] * threads
    process = None
    if kind == "socket":
        target = socket_tasks
        ports = multiprocessing.Queue()
        process = multiprocessing.Process(target=server, args=(ports, threads, wait))
        process.start()
        port = ports.get()
        for number in range(threads):
            connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            connection.connect(("127.0.0.1", port))
            connections[number] = connection
    barrier = threading.Barrier(threads + 1)
    workers = []
    for number in range(threads):
        arguments = (tasks // threads, wait, connections[number], barrier)
        workers.append(threading.Thread(target=target, args=arguments))
    for worker in workers:
        worker.start()
    # Once until all are there, and once more to begin: whoever wakes up late, the clock runs already.
    barrier.wait()
    start = time.perf_counter()
    barrier.wait()
    for worker in workers:
        worker.join()
    work = time.perf_counter() - start
    if process is not None:
        for connection in connections:
            connection.close()
        process.join()
    print(f"work: {work:.6f} s")


if __name__ == "__main__":
    main()
