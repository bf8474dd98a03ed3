"""The rules answered a second time: slowly, in plain Python, one family at a time. The SQL must give the same answers.

facts       what is known about a family           calendar   days, months, ages, terms, spells
answer      one measure's answer, worst and best   parameters the values that the rules name
events, school, care, work, health                 what each measure says
measures    the six steps of every measure         families   from measures to a claim
oracle      answers() of one family                generator  batches of families that live on the boundaries
engines     where the SQL runs                     harness    load, calculate, compare
shrinking   one disagreement made small            prove      the command that does it all, at size
"""
