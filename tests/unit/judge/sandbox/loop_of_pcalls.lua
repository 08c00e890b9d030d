-- each stop caught by another pcall
-- says: too many steps: an endless loop?
while true do pcall(function() while true do end end) end
