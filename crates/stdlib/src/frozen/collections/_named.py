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
        "__new__": _new,
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


def _new(cls, /, *args, **kwargs):
    names = cls._fields
    if len(args) == len(names) and not kwargs:
        return tuple.__new__(cls, args)
    if len(args) > len(names):
        least = len(names) + 1 - len(cls._field_defaults)
        takes = f"from {least} to {len(names) + 1}" if cls._field_defaults else f"{least}"
        plural = "" if takes == "1" else "s"
        raise TypeError(f"{cls.__name__}.__new__() takes {takes} positional argument{plural} "
                        f"but {len(args) + 1} were given")
    values = {**cls._field_defaults, **dict(zip(names, args))}
    for name, value in kwargs.items():
        if name not in names:
            raise TypeError(
                f"{cls.__name__}.__new__() got an unexpected keyword argument {name!r}")
        if name in names[:len(args)]:
            raise TypeError(f"{cls.__name__}.__new__() got multiple values for argument {name!r}")
        values[name] = value
    missing = [repr(name) for name in names if name not in values]
    if missing:
        raise TypeError(f"{cls.__name__}.__new__() missing {_listed(missing)}")
    return tuple.__new__(cls, [values[name] for name in names])


def _listed(missing):
    plural = "s" if len(missing) > 1 else ""
    text = missing[-1]
    if len(missing) == 2:
        text = " and ".join(missing)
    elif len(missing) > 2:
        text = ", ".join(missing[:-1]) + f", and {missing[-1]}"
    return f"{len(missing)} required positional argument{plural}: {text}"


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
