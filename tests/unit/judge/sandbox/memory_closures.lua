-- a chain of functions
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
local f = function() end
while true do local g = f f = function() return g end end
