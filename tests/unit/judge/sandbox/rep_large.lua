-- string.rep of a billion bytes
-- says: string.rep may make 65536 bytes at most
local s = ('x'):rep(1e9)
