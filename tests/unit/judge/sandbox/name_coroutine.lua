-- coroutine: a coroutine has a hook of its own: no budget would count it
-- says: unknown name 'coroutine'
local x = coroutine
