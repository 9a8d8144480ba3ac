"""Enumerations: classes whose instances are a fixed set of named values."""

__all__ = ["Enum", "EnumMeta", "EnumType", "IntEnum", "StrEnum", "Flag", "IntFlag", "auto", "unique"]


class auto:
    """Stands for the next value, which `_generate_next_value_` chooses."""


class EnumType(type):
    """The metaclass: turns the plain values of the class body into members."""

    def __new__(mcls, name, bases, namespace, **kwargs):
        body = {key: value for key, value in namespace.items() if not _is_value(key, value)}
        values = {key: value for key, value in namespace.items() if _is_value(key, value)}
        for base in bases:
            if isinstance(base, EnumType) and base._member_map_:
                raise TypeError(f"cannot extend enumeration {base.__name__!r}")
        body["_member_map_"] = {}
        body["_value2member_map_"] = []
        own_new = body.pop("__new__", None)
        cls = super().__new__(mcls, name, bases, body, **kwargs)
        if own_new is not None:
            cls._make_member_ = staticmethod(own_new)
        _add_members(cls, values)
        return cls

    def __call__(cls, value, names=None, **kwargs):
        if names is not None:
            return _from_names(cls, value, names)
        return cls._find(value)

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __getattr__(cls, name):
        raise AttributeError(name)

    def __iter__(cls):
        return iter(cls._distinct())

    def __reversed__(cls):
        return reversed(cls._distinct())

    def __len__(cls):
        return len(cls._distinct())

    def __bool__(cls):
        return True

    def __contains__(cls, member):
        if not isinstance(member, Enum):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(member).__qualname__!r}"
                            f" and {type(cls).__qualname__!r}")
        return isinstance(member, cls) and member._name_ in cls._member_map_

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name in cls._member_map_:
            raise AttributeError(f"{cls.__name__!r} cannot delete member {name!r}.")
        super().__delattr__(name)

    def __repr__(cls):
        return f"<enum {cls.__name__!r}>"

    @property
    def __members__(cls):
        return dict(cls._member_map_)

    def _distinct(cls):
        # An alias is another name of a member; only the first name counts.
        return [m for name, m in cls._member_map_.items() if m._name_ == name]

    def _find(cls, value):
        for known, member in cls._value2member_map_:
            if known is value or known == value:
                return member
        if isinstance(value, cls):
            return value
        member = cls._missing_(value)
        if member is None:
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        return member


EnumMeta = EnumType


# The classes below are themselves made with these.


def _is_value(name, value):
    if name.startswith("_"):
        return False
    return not (hasattr(type(value), "__get__") or isinstance(value, (property, classmethod)))


def _is_bit(value):
    return value > 0 and value & (value - 1) == 0


def _add_members(cls, values):
    last_values = []
    for name, value in values.items():
        if isinstance(value, auto):
            value = cls._generate_next_value_(name, 1, len(last_values), list(last_values))
        member = _member(cls, name, value)
        for known in cls._member_map_.values():
            if known._value_ == member._value_:
                member = known
                break
        else:
            cls._value2member_map_.append((member._value_, member))
        type.__setattr__(cls, name, member)
        cls._member_map_[name] = member
        last_values.append(member._value_)


def _member(cls, name, value):
    args = value if isinstance(value, tuple) else (value,)
    if hasattr(cls, "_make_member_"):
        member = cls._make_member_(cls, *args)
    else:
        kind = _data_type(cls)
        member = object.__new__(cls) if kind is object else kind.__new__(cls, *args)
    if not hasattr(member, "_value_"):
        member._value_ = value
    member._name_ = name
    if cls.__init__ is not object.__init__:
        member.__init__(*args)
    return member


def _data_type(cls):
    for base in cls.__mro__:
        if base in (int, str, float, bytes, tuple):
            return base
    return object


class Enum(metaclass=EnumType):
    """What every enumeration inherits."""

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return last_values[-1] + 1 if last_values else start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{type(self).__name__}.{self._name_}"

    def __format__(self, spec):
        return format(str(self), spec)

    def __hash__(self):
        return hash(self._name_)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class IntEnum(int, Enum):
    """An enumeration whose members are integers."""

    __repr__ = Enum.__repr__

    def __str__(self):
        return int.__repr__(self)

    def __format__(self, spec):
        return int.__format__(self, spec)

    __hash__ = int.__hash__


class StrEnum(str, Enum):
    """An enumeration whose members are strings; `auto()` is the name in lower case."""

    __repr__ = Enum.__repr__

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return str.__str__(self)

    def __format__(self, spec):
        return str.__format__(self, spec)

    __hash__ = str.__hash__


class Flag(Enum):
    """An enumeration whose members are bits that can be combined."""

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return 1 << max([value.bit_length() for value in last_values], default=0)

    @classmethod
    def _missing_(cls, value):
        everything = 0
        for known, _ in cls._value2member_map_:
            everything |= known
        if not isinstance(value, int) or value & ~everything:
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        names = [m._name_ for m in cls._distinct() if m._value_ & value and _is_bit(m._value_)]
        member = _member(cls, "|".join(names) or None, value)
        cls._value2member_map_.append((value, member))
        return member

    def __or__(self, other):
        return type(self)(self._value_ | type(self)(other)._value_)

    def __and__(self, other):
        return type(self)(self._value_ & type(self)(other)._value_)

    def __xor__(self, other):
        return type(self)(self._value_ ^ type(self)(other)._value_)

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __invert__(self):
        everything = 0
        for member in type(self):
            everything |= member._value_
        return type(self)(everything & ~self._value_)

    def __contains__(self, other):
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return iter([m for m in type(self) if _is_bit(m._value_) and m._value_ & self._value_])

    def __bool__(self):
        return bool(self._value_)

    def __repr__(self):
        name = "" if self._name_ is None else f".{self._name_}"
        return f"<{type(self).__name__}{name}: {self._value_!r}>"

    def __str__(self):
        return f"{type(self).__name__}({self._value_})" if self._name_ is None else Enum.__str__(self)


class IntFlag(int, Flag):
    """A flag whose members are integers."""

    __repr__ = Flag.__repr__

    def __str__(self):
        return int.__repr__(self)

    def __format__(self, spec):
        return int.__format__(self, spec)

    __hash__ = int.__hash__


def unique(enumeration):
    """A class decorator that refuses aliases."""
    aliases = [(name, m._name_) for name, m in enumeration.__members__.items() if name != m._name_]
    if aliases:
        listed = ", ".join([f"{alias} -> {name}" for alias, name in aliases])
        raise ValueError(f"duplicate values found in {enumeration!r}: {listed}")
    return enumeration


def _from_names(cls, title, names):
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    if isinstance(names, dict):
        names = list(names.items())
    pairs = [item if isinstance(item, tuple) else (item, auto()) for item in names]
    return type(cls)(title, (cls,), dict(pairs))
