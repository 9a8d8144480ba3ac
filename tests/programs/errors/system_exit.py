# exit: 3
import sys

try:
    print("leaving")
    sys.exit(3)
finally:
    print("finally still runs")
