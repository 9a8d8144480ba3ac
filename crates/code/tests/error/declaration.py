def f():
    x = 1
    global x
# ---
def f():
    print(x)
    nonlocal x
# ---
nonlocal x
# ---
def f():
    def g():
        nonlocal x
# ---
def f(x):
    global x
# ---
def f():
    global x
    nonlocal x
# ---
def f():
    x: int
    global x
# ---
def f(a, b, *, a):
    pass
# ---
lambda x, **x: x
# ---
def f():
    from os import *
