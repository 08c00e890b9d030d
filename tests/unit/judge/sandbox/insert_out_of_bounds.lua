-- a position far behind the end
-- says: position out of bounds
table.insert({}, math.maxinteger, 1)
