"""Tables of 指標: the 指標 themselves, their 実績 and their 年度目標."""
