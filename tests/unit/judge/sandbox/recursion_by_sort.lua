-- the C stack grows through a comparison
-- says: C stack overflow | stack overflow
local function f() table.sort({ 2, 1 }, f) return false end
f()
