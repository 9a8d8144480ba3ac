import json

data = {"a": [1, 2.5, None, True, 'q"\\\n\x01é😀'], "b": {}, "c": [], 1: 2, None: 3}
text = json.dumps(data)
print(text)
print(json.loads(text)["a"] == data["a"], json.dumps({"b": [1, {"x": ()}], "a": []}, indent=2, sort_keys=True))
print(json.dumps("é", ensure_ascii=False), json.dumps([1, 2], separators=(",", ":")), json.dumps(1e100))
print(json.loads(' [ 1 , -2.5e3, "\\u00e9\\ud83d\\ude00" ] '), json.loads("-0"), json.loads("1E2"))
for bad in ("", "{", "[1,", "[1 2]", '{"a" 1}', "{a:1}", '"abc', "nul", "[1,]", "1 2", '"\\x"', "01", "-"):
    try:
        print(json.loads(bad))
    except json.JSONDecodeError as error:
        print(repr(bad), error)
for bad in (object(), {(1,): 2}):
    try:
        json.dumps(bad)
    except TypeError as error:
        print(error)
