-- getmetatable: metatables of texts and variants lead to their functions
-- says: unknown name 'getmetatable'
local x = getmetatable
