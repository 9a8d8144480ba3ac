# threads: yes
import threading
from concurrent.futures import FIRST_COMPLETED, FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait

log = []
f = Future()
f.add_done_callback(lambda f: log.append(("first", f.result())))
f.add_done_callback(lambda f: log.append("second"))
f.set_result(5)
f.add_done_callback(lambda f: log.append("at once"))
print(log, f.done(), f.result())
try:
    f.set_result(6)
except Exception as error:
    print(type(error).__name__)
g = Future()
print(g.cancel(), g.cancelled(), g.done(), g.set_running_or_notify_cancel())
h = Future()
h.set_running_or_notify_cancel()
print(h.running(), h.cancel())
h.set_exception(KeyError("k"))
print(repr(h.exception()))
gate = threading.Event()
with ThreadPoolExecutor(2) as executor:
    slow, fast = executor.submit(gate.wait), executor.submit(int, "5")
    done, left = wait([slow, fast], return_when=FIRST_COMPLETED)
    print(fast in done, slow in left)
    bad = executor.submit(int, "x")
    done, left = wait([slow, bad], return_when=FIRST_EXCEPTION)
    print(bad in done, slow in left)
    done, left = wait([slow], timeout=0.01)
    print(len(done), len(left))
    gate.set()
    print(len(wait([slow, fast, bad]).done))
seen = []
with ThreadPoolExecutor(2, thread_name_prefix="pool", initializer=seen.append, initargs=("init",)) as executor:
    print(executor.submit(lambda: threading.current_thread().name).result()[:5])
print(seen[0])
with ThreadPoolExecutor(2) as executor:
    print(sum(f.result() for f in [executor.submit(lambda n=n: n) for n in range(300)]))
