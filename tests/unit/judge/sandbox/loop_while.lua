-- the plainest endless loop
-- says: too many steps: an endless loop?
while true do end
