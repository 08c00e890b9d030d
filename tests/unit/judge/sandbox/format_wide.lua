-- a width of five digits
-- says: invalid conversion
string.format('%99999d', 1)
