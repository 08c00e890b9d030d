-- counting over the largest integer: Lua's for ends there, a while does not
-- says: too many steps: an endless loop?
for i = math.maxinteger - 1, math.maxinteger do end
local i = math.maxinteger
while i ~= 0 do i = i + 2 end
