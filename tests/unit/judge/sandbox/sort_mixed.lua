-- values without an order
-- says: attempt to compare
table.sort({ 1, 'x', {} })
