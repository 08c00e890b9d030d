-- table.unpack of all integers
-- says: table.unpack takes 200 elements at most
table.unpack({}, math.mininteger, math.maxinteger)
