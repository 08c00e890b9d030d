-- rawequal: goes past __eq
-- says: unknown name 'rawequal'
local x = rawequal
