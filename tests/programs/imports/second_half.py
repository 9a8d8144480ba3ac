from first_half import early
late = 2
