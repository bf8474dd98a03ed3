"""The rules answered a second time: slowly, in plain Python, one family at a time. The SQL must give the same answers.

The reference
    facts       what is known about a family            calendar    days, months, ages, terms, spells
    parameters  the values that the rules name          question    one measure asked of one family
    answer      one measure's answer; worst and best    measures    the six steps of every measure
    events, school, care, work, health                  what each measure says
    families    from measures to a claim                oracle      answers(): the published rows of a family

What is asked of it and of the SQL
    cases       facts and an answer as a person writes them down; worked: those in the plan's files
    generator   batches of families on the boundaries (drawing: days and choices; histories: what each measure reads)
    variants    the plan with other values
    engines     where the SQL runs                      harness     load, calculate, compare every column
    shrinking   one disagreement made small             prove       the command that does it all, at size
"""
