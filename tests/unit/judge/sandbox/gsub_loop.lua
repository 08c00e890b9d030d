-- replacements in a loop
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
local s = ('x'):rep(900)
while true do local t = s:gsub('x', 'yy') end
