"""Tuples whose items have names."""


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """A new subclass of tuple with the named fields."""
    names = field_names.replace(",", " ").split() if isinstance(field_names, str) else field_names
    names = _checked([str(name) for name in names], rename)
    defaults = tuple(defaults or ())
    if len(defaults) > len(names):
        raise TypeError("Got more default values than field names")
    with_defaults = names[len(names) - len(defaults):]
    namespace = {
        "__doc__": f"{typename}({', '.join(names)})",
        "__slots__": (),
        "_fields": tuple(names),
        "_field_defaults": dict(zip(with_defaults, defaults)),
        "__match_args__": tuple(names),
        "__new__": _make_new(typename, names, dict(zip(with_defaults, defaults))),
        "__repr__": _repr,
        "__getnewargs__": tuple,
        "_make": classmethod(_make),
        "_asdict": _asdict,
        "_replace": _replace,
    }
    for place, name in enumerate(names):
        namespace[name] = _field(place)
    if module is not None:
        namespace["__module__"] = module
    return type(typename, (tuple,), namespace)


def _checked(names, rename):
    seen = []
    for place, name in enumerate(names):
        if rename and (not name.isidentifier() or name in _KEYWORDS or name.startswith("_")
                       or name in seen):
            name = f"_{place}"
        elif not name.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        elif name in _KEYWORDS:
            raise ValueError(f"Type names and field names cannot be a keyword: {name!r}")
        elif name.startswith("_"):
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        elif name in seen:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        seen.append(name)
    return seen


def _field(place):
    return property(lambda self: self[place])


def _make_new(typename, names, defaults):
    """A function written for one class: no slower than one that a person writes."""
    scope = {f"_default_{name}": value for name, value in defaults.items()}
    scope["_new"] = tuple.__new__
    head = "".join([f", {name}=_default_{name}" if name in defaults else f", {name}" for name in names])
    items = "".join([f"{name}, " for name in names])
    exec(f"def __new__(_cls{head}): return _new(_cls, ({items}))", scope)
    new = scope["__new__"]
    new.__qualname__ = f"{typename}.__new__"
    return new


def _make(cls, iterable):
    result = tuple.__new__(cls, iterable)
    if len(result) != len(cls._fields):
        raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(result)}")
    return result


def _asdict(self):
    return dict(zip(self._fields, self))


def _replace(self, /, **kwargs):
    values = [kwargs.pop(name, value) for name, value in zip(self._fields, self)]
    if kwargs:
        raise ValueError(f"Got unexpected field names: {list(kwargs)!r}")
    return self._make(values)


def _repr(self):
    fields = [f"{name}={value!r}" for name, value in zip(self._fields, self)]
    return f"{type(self).__name__}({', '.join(fields)})"


_KEYWORDS = frozenset(
    "False None True and as assert async await break class continue def del elif else except "
    "finally for from global if import in is lambda nonlocal not or pass raise return try while "
    "with yield".split()
)
