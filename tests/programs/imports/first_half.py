from second_half import late
early = 1
