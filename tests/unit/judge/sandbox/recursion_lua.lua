-- Lua's stack grows
-- says: more memory asked for than a profile may have | stack overflow
local function f() return 1 + f() end
f()
