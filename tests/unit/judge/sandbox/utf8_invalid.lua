-- bytes that are no UTF-8
-- says: invalid UTF-8 code
utf8.codepoint(('\xff'):rep(3), 1, -1)
