"""R-01: what does sys.getrefcount show for one name, then for two?

    python3 r01_getrefcount.py [how=script|cell]

The three lines are a notebook's. A running script may hold one reference more than
a notebook's cell (CPython keeps a script's syntax tree while the script runs), so
`how=cell` runs the same lines as a notebook runs a cell.
"""
import sys

# The cell has a word of its own: equal words of one program are one object.
CELL = """
import sys

geek_var = "Geeks"
print("one name:", end=" ")
print(sys.getrefcount(geek_var))
string_gfg = geek_var
print("two names:", end=" ")
print(sys.getrefcount(string_gfg), sys.getrefcount(geek_var))
"""

if "how=cell" in sys.argv:
    try:
        compiled = compile(CELL, "cell", "exec")
    except NameError:
        print("unavailable: this Python has no compile(), so it cannot run a cell")
        sys.exit(0)
    exec(compiled, {})
    sys.exit(0)

geek_var = "Geek"
print("one name:", end=" ")
print(sys.getrefcount(geek_var))
string_gfg = geek_var
print("two names:", end=" ")
print(sys.getrefcount(string_gfg), sys.getrefcount(geek_var))
