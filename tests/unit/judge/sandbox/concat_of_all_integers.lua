-- table.concat up to the largest integer
-- says: invalid value (nil) at index 1 in table for 'concat'
table.concat({}, 'x', 1, math.maxinteger)
