-- repetitions of sets
-- says: this pattern may take too long on a text of
string.find(('a'):rep(60000), '[ab]-[bc]-[^d]-e')
