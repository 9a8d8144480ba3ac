words = ["banana", "apple", "Cherry", "apricot", "éclair", "zoo", "10", "9"]
print(sorted(words))
print(sorted(words, key=str.lower))
print(sorted(words, key=len), sorted(words, key=lambda w: (len(w), w), reverse=True))
print(min(words), max(words), "a" < "aa", "a" < "B", "" == "", "a" != "A")
print("abc" == "".join(["a", "b", "c"]), hash("abc") == hash("ab" + "c"))
d = {"k" + "ey": 1}
print(d["key"], "ke" + "y" in d)
print("a" + str(1) + repr(2.0), "abc"[1], "abc"[-1], "abc"[1:2], "abc"[5:])
s = "immutable"
try:
    s[0] = "I"
except TypeError as error:
    print(error)
try:
    del s[0]
except TypeError as error:
    print(error)
a = b = "shared"
a += " more"
print(a, b)
text = ""
for i in range(5):
    text += str(i)
print(text, len(text * 1000))
print("one two".split()[1][::-1], "abc".__len__(), "abc".__contains__("b"), str.upper("x"))
print(isinstance("a", str), type("a") is str, str(b"a", "utf-8"), str(None), str([1, "a"]))
