-- a function that calls itself under pcall
-- says: too many steps: an endless loop? | C stack overflow
local function f() pcall(f) while true do end end
f()
