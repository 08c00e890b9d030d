-- require runs what lies in the path
-- says: unknown name 'require'
local x = require('os')
