-- io: files
-- says: unknown name 'io'
local x = io
