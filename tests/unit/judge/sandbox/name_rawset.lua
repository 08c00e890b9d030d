-- rawset: goes past a locked table
-- says: unknown name 'rawset'
local x = rawset
