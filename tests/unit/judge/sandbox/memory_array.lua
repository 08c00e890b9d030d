-- an array without an end
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
local t = {}
for i = 1, 1e9 do t[i] = i end
