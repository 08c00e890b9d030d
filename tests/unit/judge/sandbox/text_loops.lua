-- functions that walk along a long text
-- says: too many steps: an endless loop?
local s = ('x'):rep(60000)
while true do local t = s:upper():lower():reverse() end
