-- a large index needs no large table
-- harmless
local t = {}
t[math.maxinteger] = 1
t[math.mininteger] = 1
t[2^53] = 1
t[1e308] = 1
assert(#t == 0)
