-- a callback that returns long texts
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
local long = ('y'):rep(60000)
local t = ('x'):rep(900):gsub('x', function() return long end)
