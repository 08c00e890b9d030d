-- balanced pairs in a text of opening ones
-- says: this pattern may take too long on a text of
string.gmatch(('('):rep(60000), '%b()%b()%b()')
