class AppError(Exception):
    """Base of ours."""


class NotFound(AppError):
    def __init__(self, name, code=404):
        super().__init__(f"{name} not found")
        self.name = name
        self.code = code


class Quiet(AppError):
    def __str__(self):
        return "quiet message"


try:
    raise NotFound("page")
except AppError as error:
    print(error, error.code, error.args, repr(error))
print(str(Quiet(1, 2)), repr(Quiet(1, 2)), Quiet(1, 2).args)
print(str(Exception()), repr(Exception()), str(Exception(1)), str(Exception(1, "a")))
print(repr(Exception("q'uote")), repr(ValueError("a", 1)))
print(str(KeyError("k")), repr(KeyError("k")), str(KeyError()), str(KeyError(1, 2)))
print(issubclass(NotFound, Exception), issubclass(Exception, BaseException))
print([c.__name__ for c in NotFound.__mro__])
error = ValueError("note me")
error.extra = 1
print(error.extra, error.args, isinstance(error, ValueError))
error.args = ("changed", 2)
print(error)
error.add_note("a note")
print(error.__notes__)
print(ZeroDivisionError.__bases__, KeyError.__bases__, StopIteration(5).value)
print(SystemExit(3).code, OSError(2, "gone").errno, OSError(2, "gone", "f").filename)
print(OSError(2, "gone"), UnicodeError.__base__.__name__, type(OSError(2, "x")).__name__)
