-- missing and known are values, not tables
-- harmless
assert(not (pcall(function() missing.x = 1 end)))
assert(not (pcall(function() return missing.x end)))
assert(not (pcall(function() return known.x end)))
