"""The theories that those of wrong_links.py take from, and their steps. They are accepted."""

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
theory caught
kind view
variable x1, x2 of view
matrix K(view,view): q×q
matrix L(view): q×q
derive caught
  from (E{x2}[K(x1,x2)] L(x1) + E{x2}[K(x2,x2)] L(x2))ᵀᵀ
  to E{x2}[K(x1,x2)] L(x1) + E{x2}[K(x2,x2)] L(x2)
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
derive caught
  (E{x2}[K(x1,x2)] L(x1) + E{x2}[K(x2,x2)] L(x2))ᵀᵀ
  = E{x2}[K(x1,x2)] L(x1) + E{x2}[K(x2,x2)] L(x2) | transpose-twice | ·
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
