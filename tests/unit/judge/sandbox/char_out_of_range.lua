-- a byte above 255
-- says: value out of range
string.char(256)
