try:
    pass
except:
    pass
except E:
    pass
# ---
try:
    pass
