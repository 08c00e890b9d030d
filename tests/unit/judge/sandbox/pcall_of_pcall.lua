-- pcall calls pcall calls pcall
-- says: too many steps: an endless loop? | more memory asked for than a profile may have | too much processor time | C stack overflow
local function f(...) return pcall(f, ...) end
while true do f() end
