# argv: first --flag=2 x
import sys

print(len(sys.argv), sys.argv[1:], sys.argv[0].endswith("argv.py"))
for number, argument in enumerate(sys.argv[1:]):
    print(number, argument.partition("="))
