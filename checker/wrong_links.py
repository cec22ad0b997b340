"""Theories that take from lemmas.py what they may not, each with steps that would otherwise be a proof of something wrong.
Each must be refused."""

LINKED = {
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
    "a matrix whose variable is caught by a mean in what it stands for": ("""theory own
kind view
variable x1, x2, x3 of view
matrix K(view,view): q×q
matrix L(view): q×q
matrix M(view): q×q
matrix R: q×q
given caught: (M(x1) + M(x2))ᵀᵀ = E{x2}[K(x1,x2)] L(x1) + R L(x2) by source::caught
derive wrong
  from E{x2}[K(x1,x2)] L(x1) + R L(x3)
  to E{x2}[K(x3,x2)] L(x3) + R L(x1)""", """derive wrong
  E{x2}[K(x1,x2)] L(x1) + R L(x3)
  = (M(x1) + M(x3))ᵀᵀ | ← caught | ·
  = (M(x3) + M(x1))ᵀᵀ | same-summands | 0.0
  = E{x2}[K(x3,x2)] L(x3) + R L(x1) | caught | ·"""),
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
}
