-- debug: the debug library reaches everything
-- says: unknown name 'debug'
local x = debug
