# out: by hand
from concurrent import interpreters

main = interpreters.get_main()
print(main, main.id, main.whence, main.is_running())
print(main == interpreters.get_current(), interpreters.list_all() == [main])

one = interpreters.create()
two = interpreters.create()
print(one, two, one.whence, one.is_running())
print(one == two, one == interpreters.Interpreter(1), hash(one) == hash(interpreters.Interpreter(1)))
print(interpreters.list_all())

one.exec("print('hello from', __name__)")
one.exec("""
    kept = [1]
    for i in range(3):
        kept.append(i)
    """)
one.exec("print(kept)")
one.exec("if True:\n    print('not dedented', len(kept))", dedent=False)


def report(*args, **kwargs):
    return args, kwargs


print(one.call(report, 1, "a", key=[2.5]))
print(two.call(max, [3, 1, 2]))
print(two.call(report))


def show():
    print("a function without arguments")


two.exec(show)

one.prepare_main({"a": 1}, b=(2, "three"))
one.prepare_main(c=None)
one.exec("print(a, b, c)")

one.exec("""
    from concurrent import interpreters
    me = interpreters.get_current()
    print(me, me.is_running(), interpreters.get_main(), interpreters.list_all())
    """)

thread = two.call_in_thread(print, "in a thread", "of", "two", sep="-")
thread.join()
print(thread.is_alive(), two.is_running())

one.close()
print(interpreters.list_all())
two.close()
print(interpreters.list_all())
