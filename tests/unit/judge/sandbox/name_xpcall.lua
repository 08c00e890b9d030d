-- xpcall: a message handler runs where an error is being handled
-- says: unknown name 'xpcall'
local x = xpcall
