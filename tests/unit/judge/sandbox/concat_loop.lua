-- table.concat in a loop
-- says: too many steps: an endless loop?
local t = {}
for i = 1, 3000 do t[i] = 'x' end
while true do local s = table.concat(t) end
