-- formats in a loop
-- says: too many steps: an endless loop?
local s = ('x'):rep(60000)
while true do local t = string.format('%s', s) end
