import io
import string
import textwrap

s = io.StringIO("a\nb\nc")
print(repr(s.readline()), repr(s.read()), repr(s.read()), s.seek(0), list(s))
s.seek(2)
s.write("XY")
print(repr(s.getvalue()), s.tell())
b = io.BytesIO()
b.write(b"abc")
b.seek(1)
b.write(b"Z")
print(b.getvalue(), b.read(), b.tell(), b.seek(0, 2))
out = io.StringIO()
print("a", 1, file=out)
print("b", file=out, end="!")
print(repr(out.getvalue()))
out.close()
try:
    out.write("x")
except ValueError as error:
    print(error)
print(string.ascii_letters, string.digits, string.capwords("hello wORLD"))
print(string.Template("$a ${b}c $$x").substitute(a=1, b=2))
print(textwrap.dedent("  a\n    b\n  c"), textwrap.indent("a\n\nb\n", "> "))
print(textwrap.wrap("the quick brown fox jumps over the lazy dog", 10), textwrap.shorten("hello world foo", 12))
