-- tables that are kept
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
local t = {}
while true do t[#t + 1] = {} end
