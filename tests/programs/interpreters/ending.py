# threads: yes
# out: by hand
# A program may end with interpreters that nobody closed: idle ones, with threads, held in odd places.
import gc
from concurrent import interpreters

# One that nobody holds any more ends by itself.
done = interpreters.create_queue()
gone = interpreters.create()
gone.prepare_main(done=done)
gone.exec("""
    class Last:
        def __del__(self, done=done):
            done.put('the last of it')
    last = Last()
    """)
del gone
gc.collect()
print(done.get(), interpreters.list_all())

# Closing waits for the threads of the interpreter, which may outlive the call that started them.
one = interpreters.create()
one.exec("""
    import threading, time
    def late():
        time.sleep(0.05)
        print('a thread of one, before it is closed')
    threading.Thread(target=late).start()
    print('started')
    """)
one.close()
print("closed")

# Many times over, with garbage in cycles.
for _ in range(5):
    short = interpreters.create()
    short.exec("cycle = []\ncycle.append(cycle)\ndel cycle\nimport json, threading")
    short.close()

# One that holds itself, and one that another one made.
two = interpreters.create()
two.exec("""
    from concurrent import interpreters
    me = interpreters.get_current()
    child = interpreters.create()
    child.exec("parent = 'two'")
    child.exec("print('made by', parent)")
    """)
queue = interpreters.create_queue()
queue.put(two)
queue.put(queue)

# One whose thread runs code in another one while the program ends.
three, four = interpreters.create(), interpreters.create()
three.prepare_main(four=four, done=done)
four.prepare_main(done=done)
three.exec("""
    import threading
    source = 'done.put("four is at work"); import time; time.sleep(0.1); print("four was still at work")'
    threading.Thread(target=four.exec, args=(source,)).start()
    """)
four = None
print(done.get())


class Kept:
    def __del__(self):
        print("main's last")


kept = Kept()
print("end of main")
