-- a stopped loop under pcall, and the next one
-- says: too many steps: an endless loop?
pcall(function() while true do end end)
while true do end
