-- an endless body in an ordered pairs
-- says: too many steps: an endless loop?
for k in pairs({ 1, 2, 3 }) do while true do end end
