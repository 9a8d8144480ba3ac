"""Classes that are mostly their fields."""

__all__ = [
    "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "Field", "asdict", "astuple",
    "dataclass", "field", "fields", "is_dataclass", "make_dataclass", "replace",
]


class FrozenInstanceError(AttributeError):
    """A field of a frozen instance was to be changed."""


class _Marker:
    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return self._name


class InitVar:
    """The type of a field that is only passed on to `__post_init__`."""

    def __class_getitem__(cls, kind):
        return cls


MISSING = _Marker("MISSING")
KW_ONLY = _Marker("KW_ONLY")
_FIELDS = "__dataclass_fields__"


class Field:
    """What a dataclass knows of one field."""

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = metadata or {}
        self.kw_only = kw_only
        self.only_init = False

    def has_default(self):
        return self.default is not MISSING or self.default_factory is not MISSING

    def make_default(self):
        return self.default if self.default is not MISSING else self.default_factory()


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING):
    """Say more of a field than its type and default."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False,
              frozen=False, match_args=True, kw_only=False, slots=False):
    """A class decorator: the methods that follow from the class's annotated fields."""
    def decorate(cls):
        return _processed(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only)
    return decorate if cls is None else decorate(cls)


def fields(class_or_instance):
    """The fields of a dataclass or of an instance, in order."""
    if not hasattr(class_or_instance, _FIELDS):
        raise TypeError("must be called with a dataclass type or instance")
    return tuple([f for f in getattr(class_or_instance, _FIELDS).values() if not f.only_init])


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """The fields as a dictionary, dataclasses and containers inside included."""
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _plain(obj, lambda pairs: dict_factory(pairs))


def astuple(obj, *, tuple_factory=tuple):
    """The values of the fields, dataclasses and containers inside included."""
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _plain(obj, lambda pairs: tuple_factory([value for _, value in pairs]))


def replace(obj, /, **changes):
    """A new instance with some fields changed."""
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in fields(obj):
        if not f.init:
            if f.name in changes:
                raise ValueError(f"field {f.name} is declared with init=False, it cannot be "
                                 "specified with replace()")
        elif f.name not in changes:
            changes[f.name] = getattr(obj, f.name)
    return type(obj)(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    """A new dataclass with the fields given as names, or as tuples of name, type and default."""
    body = dict(namespace or {})
    annotations = {}
    for item in fields:
        item = (item, object) if isinstance(item, str) else item
        annotations[item[0]] = item[1]
        if len(item) == 3:
            body[item[0]] = item[2]
    body["__annotations__"] = annotations
    return dataclass(type(cls_name, tuple(bases), body), **options)


def _processed(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only):
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    table = _collected(cls, kw_only)
    setattr(cls, _FIELDS, table)
    everything = list(table.values())
    shown = [f for f in everything if not f.only_init]
    if init:
        _define(cls, "__init__", _make_init(cls, everything, frozen))
    if repr and "__repr__" not in cls.__dict__:
        _define(cls, "__repr__", _make_repr([f.name for f in shown if f.repr]))
    compared = [f.name for f in shown if f.compare]
    own_eq = "__eq__" in cls.__dict__
    if eq and not own_eq:
        _define(cls, "__eq__", _make_eq(compared))
    if order:
        _add_order(cls, _make_key(compared))
    if frozen:
        _freeze(cls, frozenset(table))
    _add_hash(cls, shown, eq, frozen, unsafe_hash)
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple([f.name for f in everything if f.init and not f.kw_only])
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__
    return cls


def _collected(cls, kw_only):
    table = {}
    for base in reversed(cls.__mro__[1:]):
        table.update(base.__dict__.get(_FIELDS, {}))
    for name, kind in cls.__dict__.get("__annotations__", {}).items():
        if kind is KW_ONLY or kind == "KW_ONLY":
            kw_only = True
        elif not _is_class_variable(kind):
            table[name] = _one_field(cls, name, kind, kw_only)
    return table


def _is_class_variable(kind):
    return str(kind).split("[")[0].split(".")[-1] == "ClassVar"


def _one_field(cls, name, kind, kw_only):
    default = cls.__dict__.get(name, MISSING)
    f = default if isinstance(default, Field) else field(default=default)
    f.name = name
    f.type = kind
    f.only_init = kind is InitVar
    if f.kw_only is MISSING:
        f.kw_only = kw_only
    if isinstance(f.default, (list, dict, set)):
        raise ValueError(f"mutable default {type(f.default)} for field {name} is not allowed: "
                         "use default_factory")
    if isinstance(default, Field):
        if f.default is not MISSING:
            setattr(cls, name, f.default)
        else:
            delattr(cls, name)
    return f


def _define(cls, name, function):
    function.__name__ = name
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    setattr(cls, name, function)


def _made(head, lines, scope):
    """A function written for one class: no slower than one that a person writes."""
    body = "\n    ".join(lines or ["pass"])
    exec(f"def made({head}):\n    {body}", scope)
    return scope["made"]


def _make_init(cls, everything, frozen):
    taken = [f for f in everything if f.init]
    positional = [f for f in taken if not f.kw_only]
    _check_order(positional)
    # Names that no field has; the scope holds defaults and factories.
    self, absent = "__dataclass_self__", "__dataclass_absent__"
    scope = {absent: MISSING, "__dataclass_put__": object.__setattr__}
    head = [self] + [_parameter(f, absent, scope) for f in positional]
    if len(positional) < len(taken):
        head += ["*"] + [_parameter(f, absent, scope) for f in taken if f.kw_only]
    lines = []
    for f in everything:
        value = f.name
        if f.default_factory is not MISSING:
            make = f"__dataclass_make_{f.name}__"
            scope[make] = f.default_factory
            value = f"{make}() if {f.name} is {absent} else {f.name}" if f.init else f"{make}()"
        elif not f.init:
            continue
        if f.only_init:
            lines.append(f"{f.name} = {value}")
        elif frozen:
            lines.append(f"__dataclass_put__({self}, {f.name!r}, {value})")
        else:
            lines.append(f"{self}.{f.name} = {value}")
    if hasattr(cls, "__post_init__"):
        late = ", ".join([f.name for f in everything if f.only_init])
        lines.append(f"{self}.__post_init__({late})")
    return _made(", ".join(head), lines, scope)


def _parameter(f, absent, scope):
    if f.default_factory is not MISSING:
        return f"{f.name}={absent}"
    if f.default is MISSING:
        return f.name
    default = f"__dataclass_default_{f.name}__"
    scope[default] = f.default
    return f"{f.name}={default}"


def _check_order(positional):
    with_default = None
    for f in positional:
        if f.has_default():
            with_default = f.name
        elif with_default is not None:
            raise TypeError(f"non-default argument {f.name!r} follows default argument")


def _make_repr(names):
    running = set()

    def __repr__(self):
        # An instance that holds itself is shown as dots inside itself.
        if id(self) in running:
            return "..."
        running.add(id(self))
        try:
            shown = [f"{name}={getattr(self, name)!r}" for name in names]
        finally:
            running.discard(id(self))
        return f"{type(self).__qualname__}({', '.join(shown)})"

    return __repr__


def _values(of, names):
    return "(" + "".join([f"{of}.{name}, " for name in names]) + ")"


def _make_key(names):
    return _made("self", [f"return {_values('self', names)}"], {})


def _make_eq(names):
    mine, other = _values("self", names), _values("other", names)
    return _made("self, other", [
        "if type(other) is type(self):",
        f"    return {mine} == {other}",
        "return NotImplemented",
    ], {})


def _add_order(cls, key):
    comparisons = {
        "__lt__": lambda a, b: a < b,
        "__le__": lambda a, b: a <= b,
        "__gt__": lambda a, b: a > b,
        "__ge__": lambda a, b: a >= b,
    }
    for name, compare in comparisons.items():
        if name in cls.__dict__:
            raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. "
                            "Consider using functools.total_ordering")
        _define(cls, name, _make_comparison(key, compare))


def _make_comparison(key, compare):
    def method(self, other):
        return compare(key(self), key(other)) if type(other) is type(self) else NotImplemented
    return method


def _freeze(cls, names):
    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    _define(cls, "__setattr__", __setattr__)
    _define(cls, "__delattr__", __delattr__)


def _add_hash(cls, shown, eq, frozen, unsafe_hash):
    if cls.__dict__.get("__hash__") is not None and not unsafe_hash:
        return
    if unsafe_hash or (eq and frozen):
        key = _make_key([f.name for f in shown if (f.compare if f.hash is None else f.hash)])
        _define(cls, "__hash__", lambda self: hash(key(self)))
    elif eq:
        cls.__hash__ = None


def _is_instance(obj):
    return not isinstance(obj, type) and hasattr(type(obj), _FIELDS)


def _plain(value, assemble):
    if _is_instance(value):
        return assemble([(f.name, _plain(getattr(value, f.name), assemble)) for f in fields(value)])
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*[_plain(item, assemble) for item in value])
    if isinstance(value, (list, tuple)):
        return type(value)([_plain(item, assemble) for item in value])
    if isinstance(value, dict):
        pairs = [(_plain(k, assemble), _plain(v, assemble)) for k, v in value.items()]
        return type(value)(pairs)
    return value
