print("Hello, world!")
print()
print("several", "words", 1, 2.5, None, True)
print("no", "spaces", sep="")
print("ends", end="|")
print("with a bar")
print(*[1, 2, 3], sep=", ")
print("a\tb\\n", 'single "quoted"', "double 'quoted'")
print("""three
lines
here""")
print("adjacent " "literals " 'join')
print(repr("tab\t newline\n quote' slash\\"))
