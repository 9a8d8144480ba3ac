# argv: n=1000
# timed: yes
"""Dhrystone in Python: assignments, calls, comparisons of strings, records.

    python3 pystone.py [n=180000]

`n` is the number of passes. Source: R. P. Weicker, "Dhrystone: a synthetic systems programming benchmark", 1984,
version 1.1, which G. van Rossum's pystone made known to Python; written anew from the description, with its names.
"""
import sys
import time

IDENT_1, IDENT_2, IDENT_3, IDENT_4, IDENT_5 = range(1, 6)

int_glob = 0
bool_glob = False
char_1_glob = "\0"
char_2_glob = "\0"
array_1_glob = [0] * 51
array_2_glob = [[0] * 51 for _ in range(51)]
ptr_glob = None
ptr_glob_next = None


class Record:
    def __init__(self, ptr_comp=None, discr=0, enum_comp=0, int_comp=0, string_comp=""):
        self.ptr_comp = ptr_comp
        self.discr = discr
        self.enum_comp = enum_comp
        self.int_comp = int_comp
        self.string_comp = string_comp

    def copy(self):
        return Record(self.ptr_comp, self.discr, self.enum_comp, self.int_comp, self.string_comp)


def option(name, default):
    """The value of a `name=value` word of the command line."""
    for word in sys.argv[1:]:
        if word.startswith(name + "="):
            return type(default)(word[len(name) + 1:])
    return default

def proc_0(loops):
    global int_glob, bool_glob, char_2_glob, ptr_glob, ptr_glob_next
    ptr_glob_next = Record()
    ptr_glob = Record(ptr_glob_next, IDENT_1, IDENT_3, 40, "DHRYSTONE PROGRAM, SOME STRING")
    string_1 = "DHRYSTONE PROGRAM, 1'ST STRING"
    array_2_glob[8][7] = 10
    result = 0
    for _ in range(loops):
        proc_5()
        proc_4()
        int_1 = 2
        int_2 = 3
        string_2 = "DHRYSTONE PROGRAM, 2'ND STRING"
        enum = IDENT_2
        bool_glob = not func_2(string_1, string_2)
        int_3 = 0
        while int_1 < int_2:
            int_3 = 5 * int_1 - int_2
            int_3 = proc_7(int_1, int_2)
            int_1 += 1
        proc_8(array_1_glob, array_2_glob, int_1, int_3)
        ptr_glob = proc_1(ptr_glob)
        char = "A"
        while char <= char_2_glob:
            if enum == func_1(char, "C"):
                enum = proc_6(IDENT_1)
            char = chr(ord(char) + 1)
        int_3 = int_2 * int_1
        int_2 = int_3 // int_1
        int_2 = 7 * (int_3 - int_2) - int_1
        int_1 = proc_2(int_1)
        result = (result * 7 + int_1 + int_2 + int_3 + enum) % 1000003
    return result


def proc_1(record):
    following = ptr_glob.copy()
    record.ptr_comp = following
    record.int_comp = 5
    following.int_comp = record.int_comp
    following.ptr_comp = proc_3(record.ptr_comp)
    if following.discr == IDENT_1:
        following.int_comp = 6
        following.enum_comp = proc_6(record.enum_comp)
        following.ptr_comp = ptr_glob.ptr_comp
        following.int_comp = proc_7(following.int_comp, 10)
    else:
        record = following.copy()
    following.ptr_comp = None
    return record


def proc_2(value):
    place = value + 10
    enum = 0
    while True:
        if char_1_glob == "A":
            place -= 1
            value = place - int_glob
            enum = IDENT_1
        if enum == IDENT_1:
            return value


def proc_3(record):
    global int_glob
    if ptr_glob is not None:
        record = ptr_glob.ptr_comp
    else:
        int_glob = 100
    ptr_glob.int_comp = proc_7(10, int_glob)
    return record


def proc_4():
    global char_2_glob, bool_glob
    same = char_1_glob == "A"
    bool_glob = same or bool_glob
    char_2_glob = "B"


def proc_5():
    global char_1_glob, bool_glob
    char_1_glob = "A"
    bool_glob = False


def proc_6(enum):
    result = enum
    if not func_3(enum):
        result = IDENT_4
    if enum == IDENT_1:
        result = IDENT_1
    elif enum == IDENT_2:
        result = IDENT_1 if int_glob > 100 else IDENT_4
    elif enum == IDENT_3:
        result = IDENT_2
    elif enum == IDENT_5:
        result = IDENT_3
    return result


def proc_7(first, second):
    return second + first + 2


def proc_8(array_1, array_2, first, second):
    global int_glob
    place = first + 5
    array_1[place] = second
    array_1[place + 1] = array_1[place]
    array_1[place + 30] = place
    for index in range(place, place + 2):
        array_2[place][index] = place
    array_2[place][place - 1] += 1
    array_2[place + 20][place] = array_1[place]
    int_glob = 5


def func_1(char_1, char_2):
    copy = char_1
    return IDENT_1 if copy != char_2 else IDENT_2


def func_2(string_1, string_2):
    place = 1
    char = "\0"
    while place <= 1:
        if func_1(string_1[place], string_2[place + 1]) == IDENT_1:
            char = "A"
            place += 1
    if "W" <= char <= "Z":
        place = 7
    if char == "X":
        return True
    if string_1 > string_2:
        place += 7
        return True
    return False


def func_3(enum):
    return enum == IDENT_3


def run(n):
    result = proc_0(n)
    return f"{result} {int_glob} {bool_glob} {array_1_glob[8]} {array_2_glob[8][7]} {ptr_glob.int_comp}"


def main():
    n = option("n", 180000)
    start = time.perf_counter()
    result = run(n)
    work = time.perf_counter() - start
    print(f"work: {work:.6f} s")
    print(f"checksum: {result}")


if __name__ == "__main__":
    main()
