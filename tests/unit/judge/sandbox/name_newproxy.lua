-- newproxy: userdata with a metatable
-- says: unknown name 'newproxy'
local x = newproxy
