class Meta(type):
    def __new__(mcls, name, bases, namespace, **options):
        print("new", name, [b.__name__ for b in bases], options)
        namespace["tag"] = name.lower()
        return super().__new__(mcls, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)
        cls.options = options

    def __call__(cls, *args):
        print("call", cls.__name__)
        return super().__call__(*args)

    def __len__(cls):
        return 42

    def __getitem__(cls, key):
        return cls.__name__, key


class Base(metaclass=Meta):
    def __init__(self, x=0):
        self.x = x


class Sub(Base, flavour="mint"):
    pass


print(Sub.tag, Sub.options, Base.options, len(Sub), Sub["k"])
print(Sub(5).x, type(Sub).__name__, isinstance(Sub, Meta))


class Plugin:
    found = []

    def __init_subclass__(cls, /, key=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.found.append((cls.__name__, key))


class One(Plugin, key=1): pass
class Two(One): pass


print(Plugin.found)
Dynamic = type("Dynamic", (Sub,), {"y": 7, "m": lambda self: self.y})
print(Dynamic().m(), type(Dynamic) is Meta)


class Prepared(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        return {"given": "by prepare"}


class Uses(metaclass=Prepared):
    copy = given


print(Uses.copy, type(type), type.__class__ is type)
