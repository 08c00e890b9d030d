-- a capture that is looked for again
-- says: this pattern may take too long on a text of
string.find(('a'):rep(60000), '(.-)%1b')
