import sys

a=[1,2,3]
b=a

print( sys.getrefcount(a) )
del b
print( "after removing b : ", sys.getrefcount(a) )
