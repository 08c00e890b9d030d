-- the last integers
-- harmless
assert(select('#', table.unpack({}, math.maxinteger - 1, math.maxinteger)) == 2)
