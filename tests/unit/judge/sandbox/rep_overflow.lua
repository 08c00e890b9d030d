-- string.rep whose size overflows
-- says: string.rep may make 65536 bytes at most
local s = ('abc'):rep(math.maxinteger)
