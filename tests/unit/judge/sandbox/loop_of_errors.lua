-- errors cost no steps of Lua
-- says: too many steps: an endless loop?
while true do pcall(error) end
