-- setmetatable: metatables could catch every access, and __gc and __close run code at any time
-- says: unknown name 'setmetatable'
local x = setmetatable
