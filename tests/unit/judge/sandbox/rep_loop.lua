-- string.rep in a loop
-- says: too many steps: an endless loop?
while true do local s = ('x'):rep(60000) end
