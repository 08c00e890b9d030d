-- methods of texts cannot be set
-- says: attempt to index a string value
local s = 'x' s.extra = 1
