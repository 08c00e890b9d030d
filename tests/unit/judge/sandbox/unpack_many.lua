-- table.unpack of ten million values
-- says: table.unpack takes 200 elements at most
table.unpack({}, 1, 1e7)
