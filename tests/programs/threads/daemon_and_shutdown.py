# threads: yes
import threading

never = threading.Event()


def forever():
    never.wait()
    print("not printed")


d = threading.Thread(target=forever, daemon=True)
d.start()
print(d.daemon, d.is_alive())
try:
    d.daemon = False
except RuntimeError as error:
    print(error)


def inherits():
    print(threading.Thread().daemon)


t = threading.Thread(target=inherits, daemon=True)
t.start()
t.join()
go = threading.Event()


def last():
    go.wait()
    print("a thread that is no daemon is waited for")


threading.Thread(target=last).start()
d.join(0.01)
print(d.is_alive())
print("main ends")
go.set()
