-- a comparison that changes the table which is being sorted
-- harmless
local t = { 5, 4, 3, 2, 1 }
table.sort(t, function(a, b) t[1] = nil t[9] = 9 return a < b end)
