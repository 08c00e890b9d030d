return { about = "a", version = "1", shortlist = { size = 1, score = 1 },
rules = { { "a", "a", drop = function(v) return v.af > 0 end, near_miss = true }, { "b", "b", keep = function(v, t, c) return c.size == 3 end } },
rescue = { rule = "a", text = "x", candidate = function(v) return v.gene == "A" end, partner = function(v, w) return v ~= w end },
score = function(v, case, t) for _, g in ipairs(v:genes()) do v:add(1, "g", g.symbol, { a = g.severity }) end v:flag(v.key) end }
