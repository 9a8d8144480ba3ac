"""What can go wrong between interpreters; `_interpreters` raises these."""

from queue import Empty, Full


class InterpreterError(Exception):
    """Something is wrong with an interpreter, or with what is asked of it."""


class InterpreterNotFoundError(InterpreterError):
    """The interpreter is not there any more."""


class NotShareableError(TypeError):
    """The object cannot be sent to another interpreter."""


class ExecutionFailed(InterpreterError):
    """Code in another interpreter raised; `excinfo` describes what."""

    def __init__(self, excinfo):
        super().__init__(excinfo.formatted)
        self.excinfo = excinfo

    def __str__(self):
        return f"{self.excinfo.formatted}\n\nUncaught in the interpreter:\n\n{self.excinfo.errdisplay}"


class ExceptionInfo:
    """An exception of another interpreter, in words."""

    def __init__(self, name, qualname, module, message, formatted, display):
        self.type = ExceptionType(name, qualname, module)
        self.msg = message
        self.formatted = formatted
        self.errdisplay = display


class ExceptionType:
    """What an exception's class is called."""

    def __init__(self, name, qualname, module):
        self.__name__ = name
        self.__qualname__ = qualname
        self.__module__ = module


class QueueError(Exception):
    """Something is wrong with a queue between interpreters."""


class QueueEmpty(QueueError, Empty):
    """There was nothing to get in time."""


class QueueFull(QueueError, Full):
    """There was no room to put in time."""


for _class in (InterpreterError, InterpreterNotFoundError, NotShareableError, ExecutionFailed,
               QueueError, QueueEmpty, QueueFull):
    # Where they are found by those who use them.
    _class.__module__ = "concurrent.interpreters"
