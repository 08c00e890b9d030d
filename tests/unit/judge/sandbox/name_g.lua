-- _G: the table of globals under its own name
-- says: unknown name '_G'
local x = _G
