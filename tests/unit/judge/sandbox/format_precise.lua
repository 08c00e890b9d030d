-- a precision of five digits
-- says: invalid conversion
string.format('%.99999f', 1)
