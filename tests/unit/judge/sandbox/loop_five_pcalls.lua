-- as many budgets as pcalls?
-- says: too many steps: an endless loop?
for i = 1, 5 do pcall(function() while true do end end) end
