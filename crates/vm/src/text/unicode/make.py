"""Write tables.rs: the character classes of this Python's Unicode, as sorted boundaries.

Run it with the Python whose answers are wanted: python3 make.py > tables.rs && rustfmt tables.rs
"""

import sys
import unicodedata

ALL = range(sys.maxunicode + 1)


def boundaries(member):
    inside, out = False, []
    for code in ALL:
        if member(chr(code)) != inside:
            inside = not inside
            out.append(code)
    return out


def table(name, doc, numbers):
    print(f"/// {doc}")
    print(f"pub(super) static {name}: &[u32] = &[{', '.join(map(hex, numbers))}];\n")


print("//! Character classes of Unicode", unicodedata.unidata_version, "as CPython sees them; written by make.py.")
print("//!")
print("//! Each class is a list of boundaries: a character is inside when an odd number of them is not above it.\n")
table("PRINTABLE", "What `str.isprintable` accepts.", boundaries(str.isprintable))
table("ALPHABETIC", "What `str.isalpha` accepts.", boundaries(str.isalpha))
table("DIGIT", "What `str.isdigit` accepts.", boundaries(str.isdigit))
table("NUMERIC", "What `str.isnumeric` accepts.", boundaries(str.isnumeric))
table("XID_START", "What may start an identifier.", boundaries(str.isidentifier))
table("XID_CONTINUE", "What may continue an identifier.", boundaries(lambda c: ("a" + c).isidentifier()))
zeros = [code for code in ALL if unicodedata.decimal(chr(code), None) == 0]
assert all(unicodedata.decimal(chr(zero + i), None) == i for zero in zeros for i in range(10))
assert len(zeros) * 10 == sum(chr(code).isdecimal() for code in ALL)
table("ZEROS", "The zero of each run of ten decimal digits.", zeros)

# In Georgian the title case of a letter is the letter; a rule says that, so the table need not.
georgian = range(0x10D0, 0x1100)
special = [c for c in map(chr, ALL) if c.title() != c.upper() and ord(c) not in georgian]
print("/// Characters whose title case is not their upper case.")
print("pub(super) static TITLE: &[(char, &str)] = &[")
for c in special:
    text = "".join(f"\\u{{{ord(part):x}}}" for part in c.title())
    print(f"    ('\\u{{{ord(c):x}}}', \"{text}\"),")
print("];")
