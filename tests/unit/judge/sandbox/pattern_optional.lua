-- a hundred optional letters
-- says: this pattern may take too long on a text of
string.find(('a'):rep(3000), ('a?'):rep(100) .. ('a'):rep(100))
