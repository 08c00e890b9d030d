-- next over a long table looks at all of it
-- says: too many steps: an endless loop?
local t = {}
for i = 1, 3000 do t[i] = i end
local k
while true do k = next(t, k) end
