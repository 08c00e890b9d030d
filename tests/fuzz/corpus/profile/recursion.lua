-- the C stack grows through a callback
-- says: C stack overflow | stack overflow
local function f() return ('x'):gsub('x', f) end
f()
