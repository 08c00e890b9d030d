-- table.move of all negative integers
-- says: table.move takes 65536 elements at most
table.move({}, math.mininteger, -1, 2)
