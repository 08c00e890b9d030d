-- an error without a value
-- says: an error without a text was raised
error(nil)
