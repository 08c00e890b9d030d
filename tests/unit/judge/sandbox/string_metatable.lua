-- the metatable of texts leads to the library: by no name
-- harmless
assert(not (('x').__index))
assert(not (('x').__name))
assert(not (pcall(function() ('').extra = 1 end)))
