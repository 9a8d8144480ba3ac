name, obj, i = 1, object(), 0
a = b = 1
a, b = b, a
a, b, c = c, a, b
first, *middle, last = [1, 2, 3]
[x, (y, z)] = obj
obj.attr = obj[i] = obj[1:2] = obj[::2, ...]
obj.attr += 1
obj[i] -= 1
name @= 2
del name, obj.attr, obj[0]
text = f"{a}{b!r:>{c}} and {a + b = } {{}}" "tail"
text = f"plain" 'text' "it's"
numbers = [-1, 2 ** 10, 1 << 70, 1e100, 1e-7, 0.1 + 0.2, 10 // -3, 10 % -3, ~5, not 1]
big = 123456789012345678901234567890
data = b"a\x00'" b'b'
many = [a, 1, *b]
merged = {**a, 'k': 1, **b}
pair = *a, b
items = {a, *b}
value = (walrus := 5) + walrus
swap = (lambda *, k=1: k)()
x if y else z
1
if __debug__:
    deep.name.__dunder__
