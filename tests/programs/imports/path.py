# Modules are looked for where `sys.path` says when they are imported.
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

try:
    import distant
except ImportError as error:
    print(error, error.name)

sys.path.insert(0, os.path.join(HERE, "elsewhere"))
import distant

print(distant.PLACE, os.path.basename(distant.__file__))

sys.path.pop(0)
import distant

print(distant.PLACE)

del sys.modules["distant"]
sys.path[:] = [3, "/nowhere"]
try:
    import distant
except ImportError as error:
    print(error)

sys.path = (os.path.join(HERE, "elsewhere"),)
print(__import__("distant").PLACE)
