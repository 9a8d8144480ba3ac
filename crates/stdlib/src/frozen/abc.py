"""Classes that cannot be instantiated until their abstract methods are given."""


class ABCMeta(type):
    """The metaclass: it knows which methods of a class are still abstract."""

    def __new__(mcls, name, bases, namespace, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        abstract = {n for n, value in namespace.items() if _is_abstract(value)}
        for base in bases:
            for n in getattr(base, "__abstractmethods__", ()):
                if _is_abstract(getattr(cls, n, None)):
                    abstract.add(n)
        cls.__abstractmethods__ = frozenset(abstract)
        return cls

    def __call__(cls, *args, **kwargs):
        missing = sorted(cls.__abstractmethods__)
        if missing:
            plural = "s" if len(missing) > 1 else ""
            raise TypeError(f"Can't instantiate abstract class {cls.__name__} "
                            f"with abstract method{plural} {', '.join(missing)}")
        return super().__call__(*args, **kwargs)


def abstractmethod(function):
    """Mark a method, or a property around it, as one that a subclass must give."""
    function.__isabstractmethod__ = True
    return function


def _is_abstract(value):
    if isinstance(value, property):
        return any(_is_abstract(part) for part in (value.fget, value.fset, value.fdel))
    if isinstance(value, (classmethod, staticmethod)):
        value = value.__func__
    return getattr(value, "__isabstractmethod__", False)


class ABC(metaclass=ABCMeta):
    """A class to inherit from in order to have abstract methods."""
