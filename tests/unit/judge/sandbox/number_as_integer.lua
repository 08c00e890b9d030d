-- a number without an integer
-- says: number has no integer representation
local x = 1 << 0.5
