-- __gc runs when memory is freed, outside of every call
-- says: unknown name 'setmetatable'
setmetatable({}, { __gc = function() while true do end end })
