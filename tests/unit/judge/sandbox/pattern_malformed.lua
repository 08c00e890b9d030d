-- patterns that end too early
-- harmless
assert(not (pcall(string.find, 'x', '[')))
assert(not (pcall(string.find, 'x', '%')))
assert(not (pcall(string.find, 'x', '(')))
assert(not (pcall(string.find, 'x', '%f')))
assert(not (pcall(string.find, 'x', '%b')))
assert(not (pcall(string.gsub, 'x', 'x', '%2')))
