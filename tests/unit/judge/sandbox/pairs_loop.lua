-- pairs over a long table makes a list of it
-- says: too many steps: an endless loop?
local t = {}
for i = 1, 3000 do t[i] = i end
while true do for k in pairs(t) do end end
