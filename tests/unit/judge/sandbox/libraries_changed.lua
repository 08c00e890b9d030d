-- a changed library would change other calls
-- harmless
assert(not (pcall(function() string.format = 1 end)))
assert(not (pcall(function() math.pi = 3 end)))
assert(not (pcall(function() string.gsub = nil end)))
assert(not (pcall(function() table.insert(math, 1) end)))
assert(not (pcall(function() table.insert(string, 'x') end)))
assert(not (pcall(table.move, {1}, 1, 1, 1, string)))
assert(string.format('%d', 3) == '3')
