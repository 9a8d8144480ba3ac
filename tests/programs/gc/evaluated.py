# out: by hand
# Code that a program makes while it runs goes with its last reference: no collection is needed for it.
import gc

gc.collect()
for number in range(50):
    eval(f"'word{number}' + 'end'")
    exec(f"for _ in range({number}): 'text{number}'", {})
print(gc.collect())
