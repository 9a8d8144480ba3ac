# exit: 1
class Trouble(Exception):
    def __str__(self):
        return "with a message of its own"


try:
    raise KeyError("first")
except KeyError as error:
    raise Trouble from error
