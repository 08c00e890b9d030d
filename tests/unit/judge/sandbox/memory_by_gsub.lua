-- a replacement that multiplies
-- says: more memory asked for than a profile may have | too many steps: an endless loop?
local s = ('x'):rep(60000)
local t = s:gsub('x', ('y'):rep(60000))
