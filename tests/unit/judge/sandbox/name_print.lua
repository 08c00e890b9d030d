-- print: standard output is the program's
-- says: unknown name 'print'
local x = print
