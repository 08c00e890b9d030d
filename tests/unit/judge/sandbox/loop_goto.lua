-- goto
-- says: too many steps: an endless loop?
do ::top:: goto top end
