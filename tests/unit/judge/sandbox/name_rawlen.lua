-- rawlen: goes past __len
-- says: unknown name 'rawlen'
local x = rawlen
