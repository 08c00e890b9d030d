-- the smallest integer has no positive
-- harmless
assert(math.mininteger // -1 == math.mininteger and math.mininteger % -1 == 0 and -math.mininteger == math.mininteger)
assert(math.abs(math.mininteger) == math.mininteger and 1 << 64 == 0 and 1 >> -1 == 2)
