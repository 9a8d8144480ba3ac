thing = "a relative import"
