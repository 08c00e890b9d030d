-- a comparison that always says yes, which Lua's own sort follows out of the table
-- says: too many steps: an endless loop?
while true do table.sort({ 3, 2, 1 }, function() return true end) end
