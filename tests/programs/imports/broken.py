print("broken starts")
raise ValueError("in the module")
