"""Theories that take what they may not, each with steps that would otherwise be a proof of something wrong. Each must be
refused; the source that they link to is accepted."""

SOURCE = """theory source
matrix W: n×1 varies
matrix J: q×n
matrix X: q×q
matrix g: q×1
derive image
  from (J W)ᵀᵀ
  to J W
derive nothing
  from X - X
  to 0{q,q}
theory another
matrix X: q×q
derive all
  from I{q} X
  to X
derive unit
  from I{q} I{q}
  to I{q}
theory one-more
matrix A: q×q
matrix B: q×q
let B = A + I{q}
derive one-more
  from B - A
  to I{q}
theory one-more-again
matrix A: q×q
matrix B: q×q
let B = A + I{q}
derive one-more-again
  from B - A
  to I{q}
theory one-more-at-last
matrix A: q×q
matrix B: q×q
let B = A + I{q}
derive one-more-at-last
  from B - A
  to I{q}
theory what is symmetric
matrix S: q×q symmetric
derive turned
  from Sᵀ
  to S
matrix A: q×q
given alike: A = S
derive turned-alike
  from Aᵀ
  to A
theory output
matrix W: n×1 varies
matrix J: q×n
matrix g: 1×1
matrix K: q×n
let K = J ⊗ g
derive output
  from (J W g)ᵀᵀ
  to J W g
theory weights
matrix W: q×q varies
derive weights
  from Wᵀᵀ
  to W
theory mean
kind view
variable x1 of view
matrix A: q×1
derive mean
  from E{x1}[A]
  to A
theory number
matrix a: 1×1
derive number
  from aᵀ
  to a
derive trace
  from tr(I{n})ᵀ
  to tr(I{n})
theory of two
constant k
matrix A: n×n
given two: k I{n} = 2 I{n}
given side of two: tr(I{n}) = 2 I{1}
derive two-of-it
  from k Aᵀᵀ
  to 2 A
derive side-of-two
  from tr(I{n})
  to 2 I{1}
theory of three
constant k
matrix A: n×n
given three: k I{n} = 3 I{n}
given side of three: tr(I{n}) = 3 I{1}
derive three-of-it
  from k Aᵀᵀ
  to 3 A
derive side-of-three
  from tr(I{n})
  to 3 I{1}
theory of two outcomes
uniform kind outcome
variable u, v of outcome
matrix F(outcome): 1×1
given two outcomes: D{u,v}[F(u) F(v)] = -I{1}
derive two-outcomes
  from D{u,v}[F(u) F(v)]
  to -I{1}
theory of three outcomes
uniform kind outcome
variable u, v of outcome
matrix F(outcome): 1×1
given three outcomes: D{u,v}[F(u) F(v)] = -1/2 I{1}
derive three-outcomes
  from D{u,v}[F(u) F(v)]
  to -1/2 I{1}
""", """derive image
  (J W)ᵀᵀ
  = J W | transpose-twice | ·
derive nothing
  X - X
  = 0{q,q} | same-summands | ·
derive all
  I{q} X
  = X | identity-left | ·
derive unit
  I{q} I{q}
  = I{q} | identity-left | ·
derive one-more
  B - A
  = A + I{q} - A | definition of B | 0
  = I{q} | same-summands | ·
derive one-more-again
  B - A
  = A + I{q} - A | definition of B | 0
  = I{q} | same-summands | ·
derive one-more-at-last
  B - A
  = A + I{q} - A | definition of B | 0
  = I{q} | same-summands | ·
derive turned
  Sᵀ
  = S | transpose-of-symmetric | ·
derive turned-alike
  Aᵀ
  = Sᵀ | alike | 0
  = S | transpose-of-symmetric | ·
  = A | ← alike | ·
derive output
  (J W g)ᵀᵀ
  = J W g | transpose-twice | ·
derive weights
  Wᵀᵀ
  = W | transpose-twice | ·
derive mean
  E{x1}[A]
  = A | constant | ·
derive number
  aᵀ
  = a | ← transpose-of-number | ·
derive trace
  tr(I{n})ᵀ
  = tr(I{n}) | ← transpose-of-number | ·
derive two-of-it
  k Aᵀᵀ
  = k A | transpose-twice | 0
  = k (I{n} A) | ← identity-left | 0
  = (k I{n}) A | ← product-scale-left | ·
  = (2 I{n}) A | two | 0
  = 2 (I{n} A) | product-scale-left | ·
  = 2 A | identity-left | 0
derive side-of-two
  tr(I{n})
  = 2 I{1} | side of two | ·
derive two-outcomes
  D{u,v}[F(u) F(v)]
  = -I{1} | two outcomes | ·
derive three-of-it
  k Aᵀᵀ
  = k A | transpose-twice | 0
  = k (I{n} A) | ← identity-left | 0
  = (k I{n}) A | ← product-scale-left | ·
  = (3 I{n}) A | three | 0
  = 3 (I{n} A) | product-scale-left | ·
  = 3 A | identity-left | 0
derive side-of-three
  tr(I{n})
  = 3 I{1} | side of three | ·
derive three-outcomes
  D{u,v}[F(u) F(v)]
  = -1/2 I{1} | three outcomes | ·
"""
THEORIES = {
    "an assumption that is linked to the goal that uses it": ("""theory own
matrix A: m×n
matrix B: m×n
derive wrong
  from A
  to B
given wish: A = B by wrong""", """derive wrong
  A
  = B | wish | ·"""),
    "a constant for what varies, and a differential": ("""theory own
matrix w: n×1 varies
matrix f: q×1
matrix K: q×n
given image: fᵀᵀ = K w by source::image
derive wrong
  from d f
  to K d w""", """derive wrong
  d f
  = d(fᵀᵀ) | ← transpose-twice | 0
  = d(K w) | image | 0
  = K d w | differential-left-constant | ·"""),
    "one matrix for all values of what it depends on": ("""theory own
kind view
variable x1, x2 of view
matrix w: n×1
matrix f(view): q×1
matrix K: q×n
given image: f(x1)ᵀᵀ = K w by source::image
derive wrong
  from f(x1)
  to f(x2)""", """derive wrong
  f(x1)
  = f(x1)ᵀᵀ | ← transpose-twice | ·
  = K w | image | ·
  = f(x2)ᵀᵀ | ← image | ·
  = f(x2) | transpose-twice | ·"""),
    "a matrix that is one thing in one theory and another in another": ("""theory own
matrix Y: q×q
given nothing: Y = 0{q,q} by source::nothing
given unit: Y = I{q} by source::unit
derive wrong
  from I{q}
  to 0{q,q}""", """derive wrong
  I{q}
  = Y | ← unit | ·
  = 0{q,q} | nothing | ·"""),
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
    "three sources in a circle, each of any matrix that another one settles": ("""theory own
matrix Y: q×q
matrix U: q×q
matrix V: q×q
given a: Y - U = I{q} by source::one-more
given b: V - Y = I{q} by source::one-more-again
given c: U - V = I{q} by source::one-more-at-last
derive wrong
  from (Y - U) + ((V - Y) + (U - V))
  to 0{q,q}
derive right
  from (Y - U) + ((V - Y) + (U - V))
  to I{q} + (I{q} + I{q})""", """derive wrong
  (Y - U) + ((V - Y) + (U - V))
  = 0{q,q} | same-summands | ·
derive right
  (Y - U) + ((V - Y) + (U - V))
  = I{q} + ((V - Y) + (U - V)) | a | 0
  = I{q} + (I{q} + (U - V)) | b | 1.0
  = I{q} + (I{q} + I{q}) | c | 1.1"""),
    "one output for all values of what it depends on": ("""theory own
kind view
variable x1, x2 of view
matrix f: q×1
matrix W: n×1
matrix J(view): q×n
matrix g(view): 1×1
given output: fᵀᵀ = J(x1) W g(x1) by source::output
derive wrong
  from J(x1) W g(x1)
  to J(x2) W g(x2)""", """derive wrong
  J(x1) W g(x1)
  = fᵀᵀ | ← output | ·
  = J(x2) W g(x2) | output | ·"""),
    "a matrix for each value, and one for all, for the same weights": ("""theory own
kind view
variable x1, x2 of view
matrix w: q×q
matrix H(view): q×q
given weights: wᵀᵀ = H(x1) by source::weights
derive wrong
  from H(x1)
  to H(x2)""", """derive wrong
  H(x1)
  = wᵀᵀ | ← weights | ·
  = H(x2) | weights | ·"""),
    "a mean over the value that an equation is of": ("""theory own
kind view
variable x1, x2 of view
matrix f(view): q×1
given mean: E{x1}[f(x1)] = f(x1) by source::mean
derive wrong
  from f(x1)
  to f(x2)""", """derive wrong
  f(x1)
  = E{x1}[f(x1)] | ← mean | ·
  = E{x2}[f(x2)] | equal-in-law | ·
  = f(x2) | mean | ·"""),
    "a property that another theory declares of a matrix": ("""theory own
matrix Y: q×q
matrix U: q×q
given more: Y - U = I{q} by source::one-more
given turned: Yᵀ = Y by source::turned
derive wrong
  from Yᵀ
  to Y""", """derive wrong
  Yᵀ
  = Y | turned | ·"""),
    "a property of a matrix in an assumption of another theory": ("""theory own
matrix Y: q×q
matrix Z: q×q
given alike: Y = Z
given turned: Yᵀ = Y by source::turned-alike
derive wrong
  from Zᵀ
  to Z""", """derive wrong
  Zᵀ
  = Yᵀ | ← alike | 0
  = Y | turned | ·
  = Z | alike | ·"""),
    "two dimensions that are one in another theory": ("""theory own
given trace: tr(I{m})ᵀ = tr(I{n}) by source::trace
derive wrong
  from tr(I{m})
  to tr(I{n})""", """derive wrong
  tr(I{m})
  = tr(I{m})ᵀ | transpose-of-number | ·
  = tr(I{n}) | trace | ·"""),
    "a square matrix for a number": ("""theory own
matrix A: m×m
given number: Aᵀ = A by source::number
derive wrong
  from Aᵀ
  to A""", """derive wrong
  Aᵀ
  = A | number | ·"""),
    "a dimension that is 2 in one theory and 3 in another": ("""theory own
given two: tr(I{n}) = 2 I{1} by source::side-of-two
given three: tr(I{n}) = 3 I{1} by source::side-of-three
derive wrong
  from 2 I{1}
  to 3 I{1}""", """derive wrong
  2 I{1}
  = tr(I{n}) | ← two | ·
  = 3 I{1} | three | ·"""),
    "a constant that is 2 in one theory and 3 in another": ("""theory own
constant k
matrix Y: n×n
matrix U: n×n
given two: k Yᵀᵀ = 2 Y by source::two-of-it
given three: k Uᵀᵀ = 3 U by source::three-of-it
derive wrong
  from 2 (Y U)
  to 3 (Y U)""", """derive wrong
  2 (Y U)
  = (2 Y) U | ← product-scale-left | ·
  = (k Yᵀᵀ) U | ← two | 0
  = k (Yᵀᵀ U) | product-scale-left | ·
  = k (Y U) | transpose-twice | 0.0
  = Y (k U) | ← product-scale-right | ·
  = Y (k Uᵀᵀ) | ← transpose-twice | 1.0
  = Y (3 U) | three | 1
  = 3 (Y U) | product-scale-right | ·"""),
    "a kind of two values in one theory and of three in another": ("""theory own
uniform kind outcome
variable u, v of outcome
matrix G(outcome): 1×1
matrix H(outcome): 1×1
given two: D{u,v}[G(u) G(v)] = -I{1} by source::two-outcomes
given three: D{u,v}[H(u) H(v)] = -1/2 I{1} by source::three-outcomes
derive wrong
  from D{u,v}[H(u) H(v)]
  to -1/2 I{1}""", """derive wrong
  D{u,v}[H(u) H(v)]
  = -1/2 I{1} | three | ·"""),
    "a matrix that is supposed to be something, and another thing in another theory": ("""theory own
matrix Y: q×q
given unit: Y = I{q}
given nothing: Y = 0{q,q} by source::nothing
derive wrong
  from I{q}
  to 0{q,q}""", """derive wrong
  I{q}
  = Y | ← unit | ·
  = 0{q,q} | nothing | ·"""),
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
