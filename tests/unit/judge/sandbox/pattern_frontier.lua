-- a frontier with repetitions
-- says: this pattern may take too long on a text of
string.find(('a'):rep(60000), '%f[b].-.-c')
