print("a\nb", "tab\there", "quote\"s", 'quote\'s', "back\\slash", "nul\0" == "nul\x00")
print(r"raw \n", "\x41\u0042\U00000043", "\101", "line \
continued")
print(repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("\n\t\r\\"), repr("\x00\x1f\x7f"))
print(repr("é"), repr("\u200b"), repr("\xa0"), repr("😀"), ascii("é😀"), ascii("ok"))
print(str("str"), repr(""), [""], {"k": "v'"})
print("a" 'b' """c""", """multi
line""", '''single ' inside''')
print(len("\n"), len(r"\n"), len("\\n"), "\N{GREEK SMALL LETTER ALPHA}" == "α")
print(rb"\x", b"\x41\n", repr(b"quote'"), repr(b'both\'"'), b"a" b"b", bytes([0, 255, 65]))
print(ord("a"), chr(8364), ord("😀"), chr(128512), ord("\n"))
print("%r %s %a" % ("é", "é", "é"))
print("a\vb\fc".split(), "\u2028".isspace(), "x\x85y".splitlines())
