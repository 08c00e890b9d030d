-- an error object is no text: its address is not printed
-- says: an error without a text was raised
error({})
