-- searches for plain text
-- says: too many steps: an endless loop?
local s = ('x'):rep(60000)
while true do local t = s:find('y', 1, true) end
