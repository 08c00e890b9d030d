-- a pattern of many bytes
-- says: a search takes a text of 65536 and a pattern of 1024 bytes at most
string.find(('a'):rep(60000) .. 'b', ('a'):rep(2000), 1, true)
