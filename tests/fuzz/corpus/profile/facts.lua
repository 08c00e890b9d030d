return { about = "a", version = "1", shortlist = { size = 1, score = 1 }, rules = {},
frequencies = { { name = "x", keys = { "CSQ/AF" } } }, counts = { { name = "n", kind = "local", keys = { "INFO/Obs" } } },
score = function(v, case, t)
  for _, m in ipairs(v:members()) do v:flag(m.role .. m.zygosity .. tostring(m.depth)) end
  v:add(v:fit("de_novo") == "no" and 1 or 2, "x", tostring(v:frequency("x")) .. tostring(v:count("n")), v:transcripts()[1].feature)
  for k, x in pairs({ b = 1, a = 2 }) do v:flag(("%s=%d"):format(k, x):gsub("=", "-")) end
end }
