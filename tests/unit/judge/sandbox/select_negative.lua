-- an index before the first
-- says: index out of range
select(math.mininteger, 1)
