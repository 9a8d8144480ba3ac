foo(
# ---
x = (1, 2
y = 3
# ---
x = [1, 2)
# ---
x = 1)
# ---
if x
    pass
# ---
if x:
pass
# ---
def f():
return 1
# ---
x = 1
    y = 2
# ---
if x:
        y = 2
    z = 3
# ---
x = 'abc
# ---
x = """abc
def

# ---
x = $
# ---
1 + = 2
# ---
print "hello"
# ---
f(a=1, 2)
# ---
f(**a, *b)
# ---
f(x for x in y, 1)
# ---
def f(a=1, b): pass
# ---
f(a=1, a=2)
