-- more directives than arguments
-- says: bad argument #2 to 'format' (no value)
string.format(('%d'):rep(1000))
