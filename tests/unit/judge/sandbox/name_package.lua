-- package: C libraries
-- says: unknown name 'package'
local x = package
