-- rawget: goes past a locked table
-- says: unknown name 'rawget'
local x = rawget
