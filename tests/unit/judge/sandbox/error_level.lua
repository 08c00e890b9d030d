-- an error with a level far above
-- says: own words
error('own words', 1e9)
