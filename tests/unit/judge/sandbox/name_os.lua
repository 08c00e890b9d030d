-- os: clock, environment, files and programs
-- says: unknown name 'os'
local x = os
