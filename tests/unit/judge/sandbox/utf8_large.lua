-- code points beyond Unicode are bytes like others
-- harmless
assert(#utf8.char(0x7fffffff) == 6 and utf8.len(utf8.char(0x7fffffff)) == nil)
