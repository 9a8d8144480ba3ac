def make(tag):
    class Thing:
        label = tag

        def get(self):
            return tag, self.label, [tag + str(i) for i in range(2)]

        @staticmethod
        def s():
            return tag

    return Thing


A, B = make("a"), make("b")
print(A().get(), B().get(), A.s(), B.s())
print(A is B, A.__qualname__)


def outer():
    x = "outer x"

    class C:
        x = "class x"
        y = x

        def method(self):
            return x

        z = [x for _ in range(1)]

    return C.y, C().method(), C.z


print(outer())


class Base:
    def who(self):
        return __class__.__name__, type(self).__name__


class Derived(Base):
    pass


print(Derived().who())
