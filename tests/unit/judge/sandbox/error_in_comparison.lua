-- an error inside of a library function has the profile's line
-- says: own words
table.sort({ 2, 1 }, function() error('own words') end)
