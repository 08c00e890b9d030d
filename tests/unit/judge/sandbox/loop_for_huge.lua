-- a loop to infinity
-- says: too many steps: an endless loop?
for i = 1, math.huge do end
