import os
import os.path
import os.path as p, a.b.c as d, sys as system
from . import sibling
from ..pkg import x as y, z
from os import *
