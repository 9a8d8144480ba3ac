# threads: yes
from multiprocessing import Pipe, Process


def echo(end):
    while True:
        message = end.recv()
        if message is None:
            break
        end.send(("echo", message))
    end.close()


def send_all(end):
    for x in (1, "two", 3.0, None, True, b"bytes", [1, [2]], (3,), {"k": {"v": 1}}, {5}, 2 ** 80):
        end.send(x)


if __name__ == "__main__":
    ours, theirs = Pipe()
    p = Process(target=echo, args=(theirs,))
    p.start()
    for x in (1, "text", [1, 2]):
        ours.send(x)
        print(ours.recv())
    print(ours.poll(0.01))
    ours.send(None)
    p.join()
    print(p.exitcode)
    receive, send = Pipe(duplex=False)
    p = Process(target=send_all, args=(send,))
    p.start()
    print([receive.recv() for _ in range(11)])
    p.join()
