-- a pattern that matches nothing at all moves on
-- harmless
local n = 0
for _ in ('x'):rep(50):gmatch('') do n = n + 1 end
assert(n == 51 and select(2, ('x'):rep(50):gsub('', '-')) == 51)
