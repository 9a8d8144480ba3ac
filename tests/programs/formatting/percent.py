print("%s %s" % ("a", 1), "%d" % 3.9, "%5d|%-5d|%05d|%+d" % (42, 42, 42, 42))
print("%f %.2f %8.3f| %e %g %G" % (1.5, 1.234, 3.14159, 12345.678, 0.00001, 1e20))
print("%x %X %#x %o %#o" % (255, 255, 255, 8, 8), "%c%c" % ("a", 98), "%%" % ())
print("%r %s %a" % ("q'", "q'", "é"), "%10s|%-10s|%.2s|" % ("abc", "abc", "abc"))
print("%(name)s is %(age)d" % {"name": "Ann", "age": 30}, "%(x)5.1f" % {"x": 2})
print("%*d|%-*d|%.*f" % (5, 42, 5, 42, 2, 3.14159), "%s" % [1, 2], "%s" % {"a": 1}, "%s" % (None,))
print("%s and %s" % ((1, 2), [3]), "%d%%" % 50, "% d" % 5, "%i %u" % (1, 2))
print("{} {}".format(1, 2), "{1} {0} {1}".format("a", "b"), "{x} {y!r}".format(x=1, y="q"))
print("{0[1]} {1[k]} {2.real}".format([1, 2], {"k": "v"}, 5), "{:>5}|{:<5}|{:^5}|".format(1, 2, 3))
print("{:{}}|{:{w}.{p}f}".format("a", 5, 3.14159, w=8, p=2), "{{}}".format(), "{!s:>5}".format("ab"))
print("{:,} {:_} {:.1%} {:b}".format(1234567, 1234567, 0.256, 10), "{a}{b}".format(**{"a": 1, "b": 2}))
print("-".join("{:02d}".format(i) for i in range(3)), "{:s}".format("x"), "{0}{0}".format("ab"))
print(str(1234.0), repr(1e16), str([1.0, "a", None, (1,), {1: 2}]), str(()), str((1,)), str({1}))
for bad in (lambda: "%d" % (1, 2), lambda: "%q" % 1, lambda: "{} {1}".format(1, 2), lambda: "{".format(),
            lambda: "}".format(), lambda: "%(a)s" % 1, lambda: "%(a)s" % {}, lambda: "%c" % "ab"):
    try:
        print(bad())
    except (TypeError, ValueError, KeyError) as error:
        print(type(error).__name__, error)
