-- %p prints an address
-- says: %p is not for profiles: an address differs from run to run
string.format('%p', {})
