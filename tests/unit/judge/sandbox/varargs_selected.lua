-- select walks along a long list of values
-- says: too many steps: an endless loop? | more memory asked for than a profile may have | too much processor time
local function f(n, ...) return f(n + select('#', ...) - select('#', ...), ...) end
f(1, string.byte(('x'):rep(60000), 1, -1))
