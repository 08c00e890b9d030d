-- every call has one value more
-- says: too many steps: an endless loop? | more memory asked for than a profile may have | too much processor time | stack overflow
local function f(...) return f(1, ...) end
f()
