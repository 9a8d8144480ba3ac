"""Attributes that are different in each thread."""

import _thread

_numbers_lock = _thread.allocate_lock()
_last_number = [0]


class _local:
    """An object whose attributes each thread sees for itself.

    They live in `_thread._locals`, which has a dict for each thread and goes when the thread does;
    in it, each object has a dict under a number that no other object ever had.
    """

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        made = object.__new__(cls)
        with _numbers_lock:
            _last_number[0] += 1
            number = _last_number[0]
        object.__setattr__(made, "_thread_local", (number, args, kwargs))
        # The caller's own `__init__` comes next, so here it must not run a second time.
        _namespaces()[number] = {}
        return made

    def __setattr__(self, name, value):
        if _is_data_descriptor(self, name):
            object.__setattr__(self, name, value)
        elif name == "__dict__":
            raise AttributeError(_read_only(self))
        else:
            _namespace(self)[name] = value

    def __delattr__(self, name):
        if _is_data_descriptor(self, name):
            object.__delattr__(self, name)
        elif name == "__dict__":
            raise AttributeError(_read_only(self))
        else:
            namespace = _namespace(self)
            if name not in namespace:
                kind = type(self).__name__
                raise AttributeError(f"{kind!r} object has no attribute {name!r}")
            del namespace[name]

    def __del__(self, _locals=_thread._locals):
        # A default, because the module's names may be gone by now.
        number = object.__getattribute__(self, "_thread_local")[0]
        for namespaces in list(_locals.values()):
            namespaces.pop(number, None)


_local.__name__ = _local.__qualname__ = "local"
_local.__module__ = "_thread"


def _get(local, name):
    """`local.__getattribute__`, which first looks whether this is needed."""
    namespace = _namespace(local)
    if name in namespace:
        return namespace[name]
    if name == "__dict__":
        return namespace
    return object.__getattribute__(local, name)


def _namespaces():
    """The caller's thread's namespaces, by the number of their object."""
    return _thread._locals.setdefault(_thread.get_ident(), {})


def _namespace(local):
    """The namespace of an object in the caller's thread; a new one is made ready by `__init__`."""
    number, args, kwargs = object.__getattribute__(local, "_thread_local")
    namespaces = _namespaces()
    namespace = namespaces.get(number)
    if namespace is None:
        namespace = namespaces[number] = {}
        type(local).__init__(local, *args, **kwargs)
    return namespace


def _is_data_descriptor(local, name):
    return hasattr(type(getattr(type(local), name, None)), "__set__")


def _read_only(local):
    return f"{type(local).__name__!r} object attribute '__dict__' is read-only"
