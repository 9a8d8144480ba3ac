# threads: yes
import socket

s = socket.socket()
s.bind(("127.0.0.1", 0))
port = s.getsockname()[1]
s.listen()
s.settimeout(0.02)
print(s.gettimeout(), s.getsockname()[0])
try:
    s.accept()
except TimeoutError as error:
    print("timeout", error, socket.timeout is TimeoutError)
s.close()
try:
    socket.create_connection(("127.0.0.1", port), timeout=1)
except ConnectionRefusedError as error:
    print(type(error).__name__, isinstance(error, OSError))
try:
    s.recv(1)
except OSError as error:
    print(error)
a, b = socket.socketpair()
a.sendall(b"both ways")
print(b.recv(100))
b.sendall(b"back")
print(a.recv(2), a.recv(100))
a.close()
print(b.recv(100))
b.close()
print(b.fileno())
