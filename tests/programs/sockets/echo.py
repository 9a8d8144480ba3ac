# threads: yes
import socket
import threading

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 0))
server.listen(5)
port = server.getsockname()[1]


def serve():
    for _ in range(3):
        connection, address = server.accept()
        with connection:
            while True:
                data = connection.recv(1024)
                if not data:
                    break
                connection.sendall(data.upper())


t = threading.Thread(target=serve)
t.start()
for message in (b"one", b"two words", b"x" * 5000):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect(("127.0.0.1", port))
        client.sendall(message)
        client.shutdown(socket.SHUT_WR)
        received = b""
        while True:
            part = client.recv(4096)
            if not part:
                break
            received += part
        print(received[:20], len(received))
t.join()
server.close()
