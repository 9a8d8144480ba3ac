# threads: yes
import threading


def work():
    seen.append(threading.current_thread().name)


class Named:
    def __call__(self):
        seen.append(threading.current_thread().name)


seen = []
for t in (threading.Thread(target=work), threading.Thread(target=Named()), threading.Thread(target=work, name="mine"),
          threading.Thread(target=lambda: work())):
    t.start()
    t.join()
print(seen)
t = threading.Thread(target=work)
t.name = "renamed"
t.start()
t.join()
print(seen[-1], t.name)
print(threading.Thread(), threading.Thread(daemon=True, name="d"))
