-- greedy captures over a long text
-- says: this pattern may take too long on a text of
string.match(('a'):rep(60000), '(.*)(.*)(.*)x')
