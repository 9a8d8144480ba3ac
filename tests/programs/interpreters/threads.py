# threads: yes
# out: by hand
import sys
import threading
from concurrent import interpreters

results = interpreters.create_queue()


def work(number, results):
    """Four threads of one interpreter count together; their interpreter has a lock of its own."""
    import threading
    lock = threading.Lock()
    counts = [0]

    def count():
        for _ in range(200):
            with lock:
                counts[0] += 1

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put((number, counts[0], threading.main_thread() is threading.current_thread()))


members = [interpreters.create() for _ in range(3)]
callers = [member.call_in_thread(work, number, results) for number, member in enumerate(members)]
for caller in callers:
    caller.join()
print(sorted(results.get() for _ in members))

# Collections in one do not wait for another one's threads.
stop, begun = interpreters.create_queue(), interpreters.create_queue()
members[0].prepare_main(stop=stop, begun=begun)
spinner = threading.Thread(target=members[0].exec, args=("begun.put(1)\nwhile stop.empty(): pass",))
spinner.start()
begun.get()
for member in members[1:]:
    member.exec("import gc\nfor _ in range(10):\n    c = []; c.append(c)\ndel c\nprint(gc.collect() >= 10)")
stop.put(1)
spinner.join()

# A switch interval of its own, inherited when it is made.
sys.setswitchinterval(0.001)
fresh = interpreters.create()
fresh.exec("import sys; print(sys.getswitchinterval()); sys.setswitchinterval(0.25)")
print(sys.getswitchinterval())

# Local to a thread, of whichever interpreter.
fresh.exec("import threading; local = threading.local(); local.x = 1")
fresh.exec("print(local.x, threading.active_count())")
