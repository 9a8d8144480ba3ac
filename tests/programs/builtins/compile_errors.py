for source in ["def f():\n nonlocal q", "nonlocal q", "def f(a):\n global a",
               "def f():\n print(z)\n global z", "return 1", "break", "x = = 1", "f(a=1, a=2)",
               "def f(a, a): pass", "1 = x", "f() = 1", "None = 1", "(yield) = 1", "*a, *b = c",
               "def f(a=1, b): pass", "f(**k, *a)", "if x\n  pass", "for", "'open", "(1, 2"]:
    try:
        compile(source, "<test>", "exec")
        print("compiled", source)
    except SyntaxError as error:
        print("SyntaxError", repr(source))
