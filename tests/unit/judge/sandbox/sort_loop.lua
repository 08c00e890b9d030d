-- table.sort in a loop
-- says: too many steps: an endless loop?
local t = {}
for i = 1, 3000 do t[i] = -i end
while true do table.sort(t) end
