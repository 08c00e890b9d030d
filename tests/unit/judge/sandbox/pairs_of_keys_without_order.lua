-- a table as a key has no order but its address
-- says: a table as a key has no order: use texts or numbers
for k in pairs({ [{}] = 1 }) do end
