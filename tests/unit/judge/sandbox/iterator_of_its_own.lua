-- a for with a function that never gives nil
-- says: too many steps: an endless loop?
for x in function() return 1 end do end
