class Animal:
    sound = "..."

    def __init__(self, name):
        self.name = name

    def speak(self):
        return f"{self.name} says {self.sound}"


class Dog(Animal):
    sound = "woof"

    def __init__(self, name, tricks=()):
        super().__init__(name)
        self.tricks = list(tricks)

    def speak(self):
        return super().speak() + "!"


class Puppy(Dog):
    sound = "yip"


print(Animal("thing").speak(), Dog("rex").speak(), Puppy("bit", ["sit"]).speak())
print(Puppy("x", ["roll"]).tricks)
print(issubclass(Puppy, Animal), issubclass(Animal, Dog), isinstance(Puppy("a"), (int, Dog)))
print([c.__name__ for c in Puppy.__mro__])
print(Animal.speak(Dog("explicit")))
Animal.speak = lambda self: "patched " + self.name
print(Dog("rex").speak())
print(super(Dog, Puppy("s")).speak())


class Stack(list):
    def push(self, x):
        self.append(x)
        return self


s = Stack([1]).push(2)
print(s, len(s), s == [1, 2], isinstance(s, list), type(s + [3]).__name__)


class Number(int):
    def __add__(self, other):
        return Number(int(self) + int(other) + 100)


print(Number(5) + 1, Number(5) * 2, type(Number(2) + Number(3)).__name__)
