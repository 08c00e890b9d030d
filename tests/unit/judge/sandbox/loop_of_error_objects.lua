-- error objects of growing size
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
local t = {}
while true do t = { select(2, pcall(error, { t, t })) } end
