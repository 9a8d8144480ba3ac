import sys

for attempt in range(2):
    try:
        import broken
    except ValueError as error:
        print("import failed:", error)
print("broken" in sys.modules)
try:
    from package import missing_name
except ImportError as error:
    print(str(error).split(" (")[0])
try:
    import package.missing
except ModuleNotFoundError as error:
    print(error, "|", error.name)
try:
    import helper.sub
except ModuleNotFoundError as error:
    print(error)
try:
    import first_half
except ImportError as error:
    print(type(error).__name__)
import circular_a
print(circular_a.result())
