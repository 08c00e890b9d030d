-- every call copies 60,000 values in one step
-- says: too many steps: an endless loop? | more memory asked for than a profile may have | too much processor time
local function f(...) return f(...) end
f(string.byte(('x'):rep(60000), 1, -1))
