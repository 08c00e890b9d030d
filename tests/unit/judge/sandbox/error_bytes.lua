-- bytes that are no UTF-8 are written out
-- says: \xff\xfe
error('\xff\xfe', 0)
