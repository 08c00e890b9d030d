-- one long text after another
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
local s = ('x'):rep(60000)
while true do local t = s .. 'y' end
