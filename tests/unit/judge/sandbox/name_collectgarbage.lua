-- collectgarbage: the collector tells the size of the memory and can be stopped
-- says: unknown name 'collectgarbage'
local x = collectgarbage
