-- addresses differ from run to run, and tell where the memory is
-- harmless
assert(not (tostring({}):find('0x')))
assert(not (tostring({}):find(':')))
assert(not (tostring(tostring):find('0x')))
assert(not (tostring(function() end):find(':')))
assert(not (string.format('%s', {}):find(':')))
assert(not (string.format('%s', function() end):find(':')))
assert(not (string.format('%10s', {}):find('0x')))
assert(not (string.format('%s', pairs):find('0x')))
assert(not (tostring(string):find('0x')))
assert(not (select(2, pcall(error, {})) == nil))
