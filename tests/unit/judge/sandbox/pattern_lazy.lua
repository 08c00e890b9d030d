-- twenty lazy repetitions
-- says: this pattern may take too long on a text of
string.find(('a'):rep(200), ('.-'):rep(20) .. 'b')
