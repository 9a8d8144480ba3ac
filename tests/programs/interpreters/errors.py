# threads: yes
# out: by hand
import _thread
import threading
from concurrent import interpreters
from concurrent.interpreters import (
    ExecutionFailed, InterpreterError, InterpreterNotFoundError, NotShareableError,
)


def attempt(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except Exception as error:
        text = error.excinfo.formatted if isinstance(error, ExecutionFailed) else error
        print(f"{type(error).__name__}: {text}")
    else:
        print("no error")


one = interpreters.create()

try:
    one.exec("""
        def fail(n):
            return n / 0
        fail(1)
        """)
except ExecutionFailed as failed:
    info = failed.excinfo
    print(info.type.__name__, info.type.__qualname__, info.type.__module__)
    print(info.msg, "|", info.formatted)
    print(failed)
    print(str(failed).endswith(info.errdisplay))
    print(type(failed).__module__, isinstance(failed, InterpreterError))


def check(values):
    raise KeyError(values[0])


attempt(one.call, check, ["missing"])
attempt(one.exec, "class Odd(Exception): pass\nraise Odd('own')")
attempt(one.exec, "raise SystemExit(3)")
attempt(one.exec, "import nowhere")
# Compiled before it is sent.
attempt(one.exec, "1 +")
attempt(one.exec, 5)
attempt(one.call, 5)
attempt(interpreters.Interpreter, "one")
attempt(interpreters.Interpreter, 99)
attempt(interpreters.Interpreter, -1)

# What cannot travel is named, on the way there and on the way back.
attempt(one.call, len, _thread.allocate_lock())
attempt(one.prepare_main, lock=[threading.Lock()])
attempt(one.call, _thread.allocate_lock)
attempt(one.call, iter, [1])
attempt(interpreters.create_queue().put, (x for x in ()))
print(issubclass(NotShareableError, TypeError))

deep = []
for _ in range(1_000_000):
    deep = [deep]
attempt(one.call, len, deep)
attempt(interpreters.create_queue().put, deep)
while deep:
    deep = deep[0]

# An interpreter does one thing at a time.
begun, go_on = interpreters.create_queue(), interpreters.create_queue()
one.prepare_main(begun=begun, go_on=go_on)
thread = threading.Thread(target=one.exec, args=("begun.put(1)\ngo_on.get()",))
thread.start()
begun.get()
print(one.is_running())
attempt(one.exec, "pass")
attempt(one.call, len, "")
attempt(one.prepare_main, a=1)
attempt(one.close)
go_on.put(1)
thread.join()
print(one.is_running())

# Nor does anybody use the main one from outside, or close where it is.
main = interpreters.get_main()
attempt(main.exec, "pass")
attempt(main.call, len, "")
attempt(main.close)
attempt(one.exec, "from concurrent import interpreters\ninterpreters.get_current().close()")
attempt(one.exec, "interpreters.get_current().exec('pass')")

attempt(one.exec, "import threading\nthreading.Thread(target=print, daemon=True)")

one.close()
attempt(one.exec, "pass")
attempt(one.is_running)
attempt(one.close)
print(issubclass(InterpreterNotFoundError, InterpreterError))
