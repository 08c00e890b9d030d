-- tables of many values
-- says: too many steps: an endless loop? | more memory asked for than a profile may have | too much processor time
local function f(...) while true do local t = { ... } end end
f(string.byte(('x'):rep(60000), 1, -1))
