-- %p behind flags and widths
-- says: %p is not for profiles
string.format('%-20p', {})
