-- the overflow is caught and tried again
-- says: too many steps: an endless loop? | more memory asked for than a profile may have | C stack overflow | stack overflow
local function f() local ok = pcall(f) return 1 + f() end
f()
