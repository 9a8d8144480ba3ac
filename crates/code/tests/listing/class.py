class Base:
    """Doc."""
    x: int = 1
    __private = 2
    y: "text"

    def method(self):
        return super().method() + self.__private

    def other(self):
        return __class__


@decorator
class Derived(Base, Other, metaclass=Meta, **options):
    items = [x for x in range(3)]


def make(x):
    class Local(*bases):
        x = x
        def get(self):
            return x
    return Local
