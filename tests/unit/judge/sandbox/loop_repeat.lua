-- repeat
-- says: too many steps: an endless loop?
repeat until false
