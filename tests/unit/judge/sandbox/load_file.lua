-- dofile reads a file
-- says: unknown name 'dofile'
dofile('/etc/passwd')
