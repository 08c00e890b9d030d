-- error texts of growing size
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
local s = 'x'
while true do local _, m = pcall(error, s) s = m .. m end
