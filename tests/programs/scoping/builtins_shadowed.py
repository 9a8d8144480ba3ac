print(len([1, 2]))
len = lambda x: "mine"
print(len([1, 2]))
del len
print(len([1, 2]))


def f(list):
    return list + 1


print(f(2), list("ab"))


def g():
    str = "text"
    return str


print(g(), str(5))
import builtins
print(builtins.len("abc"))
print(builtins.__name__, __name__)
try:
    undefined_name
except NameError as error:
    print(error)
