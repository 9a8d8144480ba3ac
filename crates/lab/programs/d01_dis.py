"""D-01: what is executed? The bytecode of `lambda x: x+1`.

    python3 d01_dis.py
"""
import dis

dis.dis(lambda x: x+1)
