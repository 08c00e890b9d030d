-- not a number cannot be a key
-- says: index is NaN
local t = {}
t[0 / 0] = 1
