-- assert raises any value
-- says: an error without a text was raised
assert(false, {})
