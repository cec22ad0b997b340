"""Theories with steps that would be a proof of something wrong, were they accepted. Each must be refused."""

ALONE = {
    "an assumption that is linked to the goal that uses it": ("""theory own
matrix A: m×n
matrix B: m×n
derive wrong
  from A
  to B
given wish: A = B by wrong""", """derive wrong
  A
  = B | wish | ·"""),
    "an assumption in place of a definition": ("""theory own
matrix A: m×n
matrix B: m×n
given definition of A: A = B
derive wrong
  from A
  to B""", """derive wrong
  A
  = B | definition of A | ·"""),
    "a definition of what was used": ("""theory own
matrix A: m×n
matrix B: m×n
derive wrong
  from A
  to B
let A = B""", """derive wrong
  A
  = B | definition of A | ·"""),
    "a step without change outside its place, and two in one": ("""theory own
matrix A: m×n
derive wrong
  from Aᵀᵀ + Aᵀᵀ
  to A + A""", """derive wrong
  Aᵀᵀ + Aᵀᵀ
  = A + A | transpose-twice | 0"""),
    "a mean over what an inner law depends on": ("""theory own
kind sample
kind view given sample
variable x, y of sample
variable x1 of view given x
matrix K(view): m×n
derive wrong
  from E{x}[E{x1}[K(x1)]]
  to E{y}[E{x1}[K(x1)]]""", """derive wrong
  E{x}[E{x1}[K(x1)]]
  = E{y}[E{x1}[K(x1)]] | equal-in-law | ·"""),
    "a variable that is caught by a mean": ("""theory own
kind sample
variable x, y of sample
matrix K(sample,sample): m×n
derive wrong
  from E{x}[K(x,y)]
  to E{y}[K(y,y)]""", """derive wrong
  E{x}[K(x,y)]
  = E{y}[K(y,y)] | equal-in-law | ·"""),
    "a definition for a variable that it averages over": ("""theory own
kind sample
variable x, y of sample
matrix K(sample,sample): m×n
matrix M(sample): m×n
let M(x) = E{y}[K(x,y)]
derive wrong
  from M(x)
  to E{x}[K(x,x)]""", """derive wrong
  M(x)
  = E{x}[K(x,x)] | definition of M | ·"""),
    "an assumption with the name of a goal": ("""theory own
matrix A: m×n
matrix B: m×n
derive right
  from Aᵀᵀ
  to A
given right: A = B
derive wrong
  from A
  to B""", """derive right
  Aᵀᵀ
  = A | transpose-twice | ·
derive wrong
  A
  = B | right | ·"""),
    "a law of numbers for a matrix": ("""theory own
matrix A: m×m
derive wrong
  from A
  to Aᵀ""", """derive wrong
  A
  = Aᵀ | transpose-of-number | ·"""),
}
