-- an error of sixty thousand bytes is cut
-- says: xxxxxxxx
error(('x'):rep(60000), 0)
