# threads: yes
# out: by hand
# A daemon thread may run an interpreter for ever: the program ends all the same.
import threading
from concurrent import interpreters

begun = interpreters.create_queue()
busy, idle = interpreters.create(), interpreters.create()
busy.prepare_main(begun=begun)
threading.Thread(target=busy.exec, args=("begun.put(1)\nwhile True: pass",), daemon=True).start()
begun.get()
idle.exec("print('idle')")
print("end of main")
