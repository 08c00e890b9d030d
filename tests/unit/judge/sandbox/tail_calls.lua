-- tail calls use no stack
-- says: too many steps: an endless loop?
local function f() return f() end
f()
