-- utf8.len in a loop
-- says: too many steps: an endless loop?
local s = ('x'):rep(60000)
while true do local a, b = utf8.len(s) end
