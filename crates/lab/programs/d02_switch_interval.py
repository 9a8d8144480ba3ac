"""D-02: after how long may another thread ask for the interpreter?

    python3 d02_switch_interval.py
"""
import sys

print("switch interval:", sys.getswitchinterval(), "s")
