-- a step too small to ever arrive
-- says: too many steps: an endless loop?
for i = 1, 2, 1e-300 do end
