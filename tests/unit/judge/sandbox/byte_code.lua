-- string.dump gives byte code, which can be made to crash the machine; string.pack reads raw memory layouts
-- harmless
assert(not (string.dump))
assert(not (('x').dump))
assert(not (string.pack))
assert(not (string.unpack))
assert(not (string.packsize))
assert(not (('x').pack))
