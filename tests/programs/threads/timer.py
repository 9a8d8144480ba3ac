# threads: yes
import threading

fired = []
t = threading.Timer(0.01, fired.append, args=("fired",))
t.start()
t.join()
print(fired)
t = threading.Timer(60, fired.append, ["never"])
t.start()
t.cancel()
t.join()
print(fired, t.is_alive())
done = threading.Event()
t = threading.Timer(0, lambda a, b=0: (fired.append(a + b), done.set()), [1], {"b": 2})
t.start()
print(done.wait(10), fired)
