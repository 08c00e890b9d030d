-- string.rep of nothing with a long separator
-- says: string.rep may make 65536 bytes at most
local s = (''):rep(10, ('x'):rep(60000))
