from abc import ABC, abstractmethod
from typing import Any, Callable, Dict, Generic, List, NamedTuple, Optional, TypeVar, Union

T = TypeVar("T")


class Shape(ABC):
    @abstractmethod
    def area(self) -> float:
        ...

    @property
    @abstractmethod
    def name(self) -> str:
        ...

    def describe(self):
        return f"{self.name} {self.area()}"


class Half(Shape):
    def area(self):
        return 1


class Square(Half):
    name = "square"


for kind in (Shape, Half):
    try:
        kind()
    except TypeError as error:
        print(error)
print(Square().describe(), isinstance(Square(), Shape))


class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item


class Row(NamedTuple):
    a: int
    b: str = "x"

    def both(self):
        return self.a, self.b


def typed(a: Optional[int], f: Callable[[int], Any] = None, **k: Union[int, str]) -> Dict[str, List[int]]:
    x: int = 5
    y: "unevaluated name"
    return {"x": [x, a]}


print(Box(5).item, Row(1), Row(1, "q").both(), typed(1), sorted(typed.__annotations__))
