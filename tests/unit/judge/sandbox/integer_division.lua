-- a division of integers by zero
-- says: attempt to divide by zero
local x = 1 // 0
