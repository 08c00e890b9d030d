-- a billion times nothing is nothing
-- harmless
assert((''):rep(math.maxinteger) == '' and ('x'):rep(-5) == '' and ('x'):rep(math.mininteger) == '')
