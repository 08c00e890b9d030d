-- a remainder by zero
-- says: attempt to perform 'n%0'
local x = 1 % 0
