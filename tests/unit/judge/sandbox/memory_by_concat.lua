-- long separators
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
local t = {}
for i = 1, 2000 do t[i] = 'x' end
local s = table.concat(t, ('y'):rep(60000))
