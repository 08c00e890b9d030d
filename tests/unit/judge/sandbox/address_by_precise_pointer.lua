-- %p of a text
-- says: %p is not for profiles
string.format('%5.3p', 'x')
