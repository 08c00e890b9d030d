-- the order of a table's keys is the hash's, which differs from run to run: pairs goes by the keys
-- harmless
local t = { z = 1, a = 2, [3] = 3, [1] = 4, [true] = 5, [2.5] = 6 }
local s = ''
for k in pairs(t) do s = s .. tostring(k) .. ' ' end
assert(s == 'true 1 2.5 3 a z ')
