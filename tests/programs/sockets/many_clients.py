# threads: yes
import socket
import threading

server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
CLIENTS, ROUNDS = 4, 10


def handle(connection):
    with connection:
        while data := connection.recv(64):
            connection.sendall(str(int(data) + 1).encode())


def accept():
    handlers = []
    for _ in range(CLIENTS):
        connection, _ = server.accept()
        handlers.append(threading.Thread(target=handle, args=(connection,)))
        handlers[-1].start()
    for h in handlers:
        h.join()


results = [None] * CLIENTS


def client(i):
    with socket.create_connection(("127.0.0.1", port)) as s:
        n = i * 100
        for _ in range(ROUNDS):
            s.sendall(str(n).encode())
            n = int(s.recv(64))
        results[i] = n


threads = [threading.Thread(target=accept)]
threads += [threading.Thread(target=client, args=(i,)) for i in range(CLIENTS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
server.close()
print(results)
