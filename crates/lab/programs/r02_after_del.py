"""R-02: what does sys.getrefcount show after `del` of one of two names?

    python3 r02_after_del.py
"""
import sys

a = [1, 2, 3]
b = a

print("two names:", end=" ")
print(sys.getrefcount(a))
del b
print("after removing b:", end=" ")
print(sys.getrefcount(a))
