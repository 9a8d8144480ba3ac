"""Dictionaries and lists that are easy to inherit from: what they hold is in `data`."""


class UserDict:
    """A dictionary around a dictionary."""

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        self.update(dict or {}, **kwargs)

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        if hasattr(type(self), "__missing__"):
            return type(self).__missing__(self, key)
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.data[key] = value

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        return key in self.data

    def __iter__(self):
        return iter(self.data)

    def __len__(self):
        return len(self.data)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def keys(self):
        return self.data.keys()

    def values(self):
        return self.data.values()

    def items(self):
        return self.data.items()

    def pop(self, key, *default):
        return self.data.pop(key, *default)

    def update(self, other=(), /, **kwargs):
        for key, value in {**dict(other), **kwargs}.items():
            self[key] = value

    def __eq__(self, other):
        return self.data == (other.data if isinstance(other, UserDict) else other)

    def __repr__(self):
        return repr(self.data)


class UserList:
    """A list around a list."""

    def __init__(self, initlist=()):
        self.data = list(initlist or ())

    def __getitem__(self, place):
        return type(self)(self.data[place]) if isinstance(place, slice) else self.data[place]

    def __setitem__(self, place, item):
        self.data[place] = item

    def __delitem__(self, place):
        del self.data[place]

    def __contains__(self, item):
        return item in self.data

    def __iter__(self):
        return iter(self.data)

    def __len__(self):
        return len(self.data)

    def __add__(self, other):
        return type(self)(self.data + list(other))

    def append(self, item):
        self.data.append(item)

    def insert(self, place, item):
        self.data.insert(place, item)

    def extend(self, other):
        self.data.extend(other)

    def pop(self, place=-1):
        return self.data.pop(place)

    def remove(self, item):
        self.data.remove(item)

    def index(self, item, *limits):
        return self.data.index(item, *limits)

    def count(self, item):
        return self.data.count(item)

    def __eq__(self, other):
        return self.data == (other.data if isinstance(other, UserList) else other)

    def __repr__(self):
        return repr(self.data)
