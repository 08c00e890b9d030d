-- a callback that never returns
-- says: too many steps: an endless loop?
string.gsub('aaaa', 'a', function() while true do end end)
