-- a to-be-closed local needs a metatable that a profile cannot make
-- says: variable 'x' got a non-closable value
local x <close> = {}
