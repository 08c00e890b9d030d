-- lazy repetitions over a long text
-- says: this pattern may take too long on a text of
string.gsub(('a'):rep(60000), '.-.-.-x', '')
