-- a text that doubles
-- says: more memory asked for than a profile may have
local s = 'x'
while true do s = s .. s end
