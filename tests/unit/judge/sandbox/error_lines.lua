-- line ends and escape sequences are written out, so that a message is one line
-- says: one\x0atwo\x1b[31m
error('one\ntwo\27[31m', 0)
