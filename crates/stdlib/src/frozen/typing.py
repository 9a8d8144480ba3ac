"""Names for annotations; nothing is checked while a program runs."""

from collections import namedtuple

TYPE_CHECKING = False


class _Name:
    """Something that annotations may subscript, join by `|` and call; it stays what it is."""

    def __init__(self, name):
        self._name = name

    def __getitem__(self, parameters):
        return self

    def __or__(self, other):
        return self

    __ror__ = __or__

    def __call__(self, *args, **kwargs):
        return self

    def __mro_entries__(self, bases):
        return ()

    def __repr__(self):
        return f"typing.{self._name}"


Any = _Name("Any")
AnyStr = _Name("AnyStr")
Annotated = _Name("Annotated")
Callable = _Name("Callable")
ClassVar = _Name("ClassVar")
Concatenate = _Name("Concatenate")
Final = _Name("Final")
Literal = _Name("Literal")
Never = _Name("Never")
NoReturn = _Name("NoReturn")
Optional = _Name("Optional")
Self = _Name("Self")
TypeAlias = _Name("TypeAlias")
Union = _Name("Union")
ChainMap = _Name("ChainMap")
Collection = _Name("Collection")
Container = _Name("Container")
Counter = _Name("Counter")
DefaultDict = _Name("DefaultDict")
Deque = _Name("Deque")
Dict = _Name("Dict")
FrozenSet = _Name("FrozenSet")
Generator = _Name("Generator")
Hashable = _Name("Hashable")
Iterable = _Name("Iterable")
Iterator = _Name("Iterator")
List = _Name("List")
Mapping = _Name("Mapping")
MutableMapping = _Name("MutableMapping")
MutableSequence = _Name("MutableSequence")
MutableSet = _Name("MutableSet")
OrderedDict = _Name("OrderedDict")
Reversible = _Name("Reversible")
Sequence = _Name("Sequence")
Set = _Name("Set")
Sized = _Name("Sized")
SupportsFloat = _Name("SupportsFloat")
SupportsInt = _Name("SupportsInt")
Tuple = _Name("Tuple")
Type = _Name("Type")
IO = _Name("IO")
TextIO = _Name("TextIO")
BinaryIO = _Name("BinaryIO")


class Generic:
    """A base class that may be subscripted."""

    def __class_getitem__(cls, parameters):
        return cls


class Protocol(Generic):
    """A base class for what is only an interface."""


def TypeVar(name, *constraints, bound=None, covariant=False, contravariant=False):
    return _Name(name)


def ParamSpec(name):
    return _Name(name)


def NewType(name, kind):
    """A function that gives its argument back."""
    return lambda value: value


def cast(kind, value):
    return value


def overload(function):
    return function


def final(thing):
    return thing


def no_type_check(thing):
    return thing


def override(function):
    return function


def runtime_checkable(cls):
    return cls


def get_type_hints(thing, globalns=None, localns=None):
    return dict(getattr(thing, "__annotations__", {}))


def assert_never(value):
    raise AssertionError(f"Expected code to be unreachable, but got: {value!r}")


class _NamedTupleMeta(type):
    """Makes a named tuple of a class body with annotations."""

    def __new__(mcls, name, bases, namespace):
        if not any(type(base) is _NamedTupleMeta for base in bases):
            return super().__new__(mcls, name, bases, namespace)
        names = list(namespace.get("__annotations__", {}))
        defaults = [namespace[n] for n in names if n in namespace]
        made = namedtuple(name, names, defaults=defaults, module=namespace.get("__module__"))
        for key, value in namespace.items():
            if key not in names and key not in ("__qualname__", "__module__", "__slots__"):
                setattr(made, key, value)
        return made


class NamedTuple(metaclass=_NamedTupleMeta):
    """A base class: its subclass's annotations are the fields of a named tuple."""


def TypedDict(name, fields=None, *, total=True):
    return dict
