-- the overflow of the C stack caught at every level
-- says: too many steps: an endless loop? | more memory asked for than a profile may have | too much processor time
local function f() pcall(string.gsub, 'x', 'x', f) while true do end end
f()
