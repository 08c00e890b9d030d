-- table.move of all positive integers
-- says: table.move takes 65536 elements at most
table.move({}, 1, math.maxinteger, 2)
