for spec in ["", "5", "<5", ">5", "^5", "05", "+", " ", "x", "X", "#x", "o", "b", "#010b", ",", "_",
             "e", ".2f", "%", "c", "d", "n", "08,d", "*^9", "=+6", "g"]:
    print(repr(spec), "|" + format(65, spec) + "|", "|" + format(-65, spec) + "|" if spec != "c" else "")
for spec in ["", "8", ".2", ".2f", ".0f", "10.3f", "<10", "e", ".3e", "E", "g", ".3g", "%", ".1%", ",",
             ",.2f", "+.1f", "08.2f", "G", "#.0f", "_.1f", " .3f"]:
    print(repr(spec), "|" + format(1234.5678, spec) + "|", "|" + format(-0.00012, spec) + "|")
for spec in ["", "6", "<6", ">6", "^6", ".2", "-^7", "s", "6.1s"]:
    print(repr(spec), "|" + format("abc", spec) + "|")
print(format(10 ** 20, ","), format(2 ** 70, "x"), format(1e20, ".0f"), format(1e300, "g"))
print(format(float("inf"), "f"), format(float("nan"), "5"), format(-float("inf"), "+.1f"), format(True, "d"))
print(format(0.5, ".0f"), format(1.5, ".0f"), format(2.675, ".2f"), format(1e-7, "g"), format(100000.0, "g"))
print(format(1000000.0, "g"), format(123456789.0, "g"), format(0.0, "e"), format(1.0, ""), format(5, ".1f"))
for bad in [(5, "s"), ("a", "d"), ("a", "+"), (5, ".2"), (5.0, "d"), (5, "q"), ("a", ","), (5, ">>5"), ([], "5")]:
    try:
        print(format(*bad))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
