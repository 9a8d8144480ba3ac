name, n, pi = "world", 42, 3.14159
print(f"hello {name}", f"{n + 1}", f"{n!r} {name!r} {name!s} {'é'!a}", f"{{literal}} {{{n}}}")
print(f"{pi:.2f} {pi:8.3f}| {pi:<8.1f}| {n:05d} {n:+} {n:x} {n:#b} {n:,}")
width, prec = 10, 3
print(f"{pi:{width}.{prec}}|{name:>{width}}|{name:*^{width + 1}}|")
print(f"{n=} {n = } {n + 1=} {name=!s} {pi=:.1f}")
print(f"{'nested ' + f'{n}'}", f"{[i for i in range(3)]}", f"{ {'a': 1}['a'] }", f"{(lambda x: x * 2)(4)}")
print(f"{name.upper()} {name[0]} {name[-2:]} {len(name)} {n if n > 5 else 0}")
print(f"" + f"plain", f"a" "b" f"{n}", rf"\n{n}", f"""multi
{n}""")
print(f"{1:>3}{22:>3}", f"{True}", f"{None}", f"{[1, 'a']}", f"{3 == 3}", f"{n:}")
print(f"{'a':5}|{5:5}|{'a':<5}|{'a':^5}|{2.0:5}|{True:5}|")


class Custom:
    def __format__(self, spec):
        return f"custom({spec})"

    def __repr__(self):
        return "repr"


print(f"{Custom()} {Custom():abc} {Custom()!r:>6} {Custom():{width}x}")
print(f"{n!r:>5}|{name!r:^11}|", f"{'%d'}" % 5)
