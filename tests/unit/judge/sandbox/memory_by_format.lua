-- one long text many times
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
local s = ('x'):rep(60000)
local t = string.format(('%s'):rep(30), s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s)
