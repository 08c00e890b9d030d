-- sixty thousand results at once, again and again
-- says: too many steps: an endless loop? | more memory asked for than a profile may have | too much processor time
local s = ('x'):rep(60000)
while true do local n = select('#', utf8.codepoint(s, 1, -1)) end
