from . import TOP
from .other import thing


def deep():
    return TOP, thing
