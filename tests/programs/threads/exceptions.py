# threads: yes
import threading

caught = []


def hook(args):
    caught.append((args.exc_type.__name__, str(args.exc_value), args.thread.name))


threading.excepthook = hook


def fails():
    raise ValueError("in thread")


t = threading.Thread(target=fails, name="failing")
t.start()
t.join()
print(caught, t.is_alive())


def exits():
    raise SystemExit(5)


t = threading.Thread(target=exits, name="exiting")
t.start()
t.join()
print(len(caught))


def handles():
    try:
        [][1]
    except IndexError as error:
        caught.append(str(error))
    finally:
        caught.append("finally")


t = threading.Thread(target=handles)
t.start()
t.join()
print(caught[-2:])
lock = threading.Lock()


def with_lock():
    with lock:
        raise KeyError("released?")


t = threading.Thread(target=with_lock)
t.start()
t.join()
print(lock.locked(), caught[-1][0])
print("main goes on")
