-- another _ENV shows no more than the one that it replaces
-- harmless
do
    local _ENV = { x = 1 }
    x = 2
end
local ok = pcall(function() local _ENV = {} return io end)
assert(ok)
