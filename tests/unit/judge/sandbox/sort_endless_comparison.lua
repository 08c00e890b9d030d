-- a comparison that never answers
-- says: too many steps: an endless loop?
table.sort({ 3, 2, 1, 5, 4 }, function() while true do end end)
