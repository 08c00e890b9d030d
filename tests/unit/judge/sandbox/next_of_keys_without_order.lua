-- as above, by next
-- says: a function as a key has no order
next({ [function() end] = 1 })
