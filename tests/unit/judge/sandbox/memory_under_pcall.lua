-- the memory error is caught
-- says: too many steps: an endless loop? | more memory asked for than a profile may have
while true do pcall(function() local s = 'x' while true do s = s .. s end end) end
