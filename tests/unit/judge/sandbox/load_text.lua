-- load compiles any text
-- says: unknown name 'load'
local f = load('return 1')
