-- table.insert at the front moves everything
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
local t = {}
for i = 1, 3000 do t[i] = i end
while true do table.insert(t, 1, 0) end
