-- a table does not become a text by itself
-- says: attempt to concatenate a table value
local s = 'x' .. {}
