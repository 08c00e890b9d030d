-- a text of more bytes than a search takes
-- says: a search takes a text of 65536 and a pattern of 1024 bytes at most
local s = ('x'):rep(60000)
s = s .. s
string.find(s, 'y')
