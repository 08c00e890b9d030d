-- functions of other versions, and iterators with positions of their own
-- harmless
assert(not (table.create))
assert(not (utf8.codes))
assert(not (utf8.charpattern))
assert(not (string.gfind))
assert(not (table.getn))
assert(not (table.foreach))
assert(not (math.pow))
