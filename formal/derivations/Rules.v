(* Every rule of crates/derivation/src/rules.txt about Semantics, a lemma of the same name.

   Conditions are binders: what is constant in S takes no argument of S. Rules about several variables follow from those
   about one, one variable at a time; Steps.v says how. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import derivations.Semantics.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Rules.

Variables (F : fieldType) (R : comAlgType F).

(* Numbers. *)
Definition number (a : coefficient F) : F := match a with One => 1 | Neg => -1 | Num c => c end.

Lemma scaleE a m n (A : 'M[R]_(m, n)) : scale a A = (number a)%:A *: A.
Proof. by case: a => [||c] //=; rewrite ?scale1r ?scaleN1r ?scaleNr ?scale1r. Qed.

Lemma scale_is_linear a m n : linear (@scale F R a m n).
Proof. by move=> c A B; rewrite !scaleE scalerDr !scalerA mulrC. Qed.

Lemma sumE a b m n (A B : 'M[R]_(m, n)) : sum a A b B = (number a)%:A *: A + (number b)%:A *: B.
Proof. by rewrite /sum !scaleE. Qed.

(* What a map does to sums and multiples, once it is additive and takes scalars out. *)
Section Linear.
Variables (m n k l : nat) (f : 'M[R]_(m, n) -> 'M[R]_(k, l)).
Hypothesis f_add : forall A B, f (A + B) = f A + f B.
Hypothesis f_scale : forall (c : F) A, f (c%:A *: A) = c%:A *: f A.
Lemma linear_scale a A : f (scale a A) = scale a (f A).
Proof. by rewrite !scaleE f_scale. Qed.
Lemma linear_sum a A b B : f (sum a A b B) = sum a (f A) b (f B).
Proof. by rewrite !sumE f_add !f_scale. Qed.
End Linear.

(* Sums and products. *)

Inductive summand := Atom of nat | Nothing | Times of coefficient F & summand
  | Plus of coefficient F & summand & coefficient F & summand.

Fixpoint value m n (atoms : seq 'M[R]_(m, n)) s : 'M[R]_(m, n) :=
  match s with
  | Atom i => nth 0 atoms i
  | Nothing => 0
  | Times a x => scale a (value atoms x)
  | Plus a x b y => sum a (value atoms x) b (value atoms y)
  end.

Fixpoint total (i : nat) s : F :=
  match s with
  | Atom j => if eqn i j then 1 else 0
  | Nothing => 0
  | Times a x => number a * total i x
  | Plus a x b y => number a * total i x + number b * total i y
  end.

Fixpoint same_totals (k : nat) s t : Prop :=
  match k with 0%N => True | k'.+1 => total k' s = total k' t /\ same_totals k' s t end.

Lemma value_total m n (atoms : seq 'M[R]_(m, n)) s :
  value atoms s = \sum_(i < size atoms) (total i s)%:A *: nth 0 atoms i.
Proof.
elim: s => [j||a x IHx|a x IHx b y IHy] /=.
- case: (ltnP j (size atoms)) => [inside|outside].
    rewrite (bigD1 (Ordinal inside)) //= big1 => [|i different]; last first.
      case: (@eqnP i j) => [same|_]; last by rewrite scale0r scale0r.
      by move: different; rewrite -val_eqE /= same eqxx.
    have -> : eqn j j by exact/eqnP.
    by rewrite addr0 !scale1r.
  rewrite nth_default // big1 // => i _; case: (@eqnP i j) => [same|_]; last by rewrite !scale0r.
  by move: (ltn_ord i); rewrite same ltnNge outside.
- by rewrite big1 // => i _; rewrite !scale0r.
- rewrite scaleE IHx scaler_sumr; apply: eq_bigr => i _.
  by rewrite scalerA -scalerAl mul1r scalerA.
rewrite sumE IHx IHy !scaler_sumr -big_split; apply: eq_bigr => i _ /=.
by rewrite !scalerA -!scalerAl !mul1r !scalerA -scalerDl -scalerDl.
Qed.

Lemma same_summands m n (atoms : seq 'M[R]_(m, n)) s t :
  same_totals (size atoms) s t -> value atoms s = value atoms t.
Proof.
move=> same; rewrite !value_total; apply: eq_bigr => -[i inside] _ /=; congr (_%:A *: _).
elim: (size atoms) inside same => [//|k IH] /=; rewrite ltnS leq_eqVlt => /orP [/eqP ->|less] [] // _ rest.
exact: IH.
Qed.

Lemma product_associative m n k l (A : 'M[R]_(m, n)) (B : 'M_(n, k)) (C : 'M_(k, l)) :
  A *m (B *m C) = (A *m B) *m C.
Proof. exact: mulmxA. Qed.

Lemma product_sum_right a b m n k (A : 'M[R]_(m, n)) (B C : 'M_(n, k)) :
  A *m (sum a B b C) = sum a (A *m B) b (A *m C).
Proof. by apply: (linear_sum (f := fun X => A *m X)) => *; rewrite ?mulmxDr ?scalemxAr. Qed.

Lemma product_sum_left a b m n k (A B : 'M[R]_(m, n)) (C : 'M_(n, k)) :
  (sum a A b B) *m C = sum a (A *m C) b (B *m C).
Proof. by apply: (linear_sum (f := fun X => X *m C)) => *; rewrite ?mulmxDl ?scalemxAl. Qed.

Lemma product_scale_right a m n k (A : 'M[R]_(m, n)) (B : 'M_(n, k)) : A *m (scale a B) = scale a (A *m B).
Proof. by rewrite !scaleE scalemxAr. Qed.

Lemma product_scale_left a m n k (A : 'M[R]_(m, n)) (B : 'M_(n, k)) : (scale a A) *m B = scale a (A *m B).
Proof. by rewrite !scaleE scalemxAl. Qed.

Lemma identity_left m n (A : 'M[R]_(m, n)) : 1%:M *m A = A.
Proof. exact: mul1mx. Qed.

Lemma identity_right m n (A : 'M[R]_(m, n)) : A *m 1%:M = A.
Proof. exact: mulmx1. Qed.

Lemma zero_left k m n (A : 'M[R]_(m, n)) : (0 : 'M_(k, m)) *m A = 0.
Proof. exact: mul0mx. Qed.

Lemma zero_right k m n (A : 'M[R]_(m, n)) : A *m (0 : 'M_(n, k)) = 0.
Proof. exact: mulmx0. Qed.

Lemma square_of_idempotent n (A : 'M[R]_n) : A *m A = A -> A *m A = A.
Proof. by []. Qed.

(* Transposes and traces. *)

Lemma transpose_twice m n (A : 'M[R]_(m, n)) : A^T^T = A.
Proof. exact: trmxK. Qed.

Lemma transpose_product m n k (A : 'M[R]_(m, n)) (B : 'M_(n, k)) : (A *m B)^T = B^T *m A^T.
Proof. exact: trmx_mul. Qed.

Lemma transpose_sum a b m n (A B : 'M[R]_(m, n)) : (sum a A b B)^T = sum a A^T b B^T.
Proof. by apply: (linear_sum (f := trmx)) => *; rewrite linearE. Qed.

Lemma transpose_scale a m n (A : 'M[R]_(m, n)) : (scale a A)^T = scale a A^T.
Proof. by rewrite !scaleE linearZ. Qed.

Lemma transpose_identity n : (1%:M : 'M[R]_n)^T = 1%:M.
Proof. exact: trmx1. Qed.

Lemma transpose_zero m n : (0 : 'M[R]_(m, n))^T = 0.
Proof. exact: trmx0. Qed.

Lemma transpose_of_symmetric n (A : 'M[R]_n) : A^T = A -> A^T = A.
Proof. by []. Qed.

Lemma transpose_of_number (A : 'M[R]_1) : A = A^T.
Proof. by apply/matrixP => i j; rewrite !ord1 mxE. Qed.

Lemma trace_of_number (A : 'M[R]_1) : A = trace A.
Proof. by rewrite /trace trace_mx11 -mx11_scalar. Qed.

Lemma trace_cyclic m n (A : 'M[R]_(m, n)) (B : 'M_(n, m)) : trace (A *m B) = trace (B *m A).
Proof. by rewrite /trace mxtrace_mulC. Qed.

(* Kronecker products and vec. *)

Lemma kronecker_transpose m n k l r c (s : splitting m k r) (t : splitting n l c) (A : 'M[R]_(m, n)) (B : 'M_(k, l)) :
  (kronecker s t A B)^T = kronecker t s A^T B^T.
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.

Lemma sum_split m k r (s : splitting m k r) (f : 'I_m -> 'I_k -> R) :
  \sum_i \sum_j f i j = \sum_(x : 'I_r) f (s x).1 (s x).2.
Proof.
rewrite pair_bigA /= (reindex s) //.
exact/onW_bij/split_bijective.
Qed.

Lemma kronecker_product m n k p q r x y z (s : splitting m p x) (t : splitting n q y) (u : splitting k r z)
    (A : 'M[R]_(m, n)) (B : 'M_(n, k)) (C : 'M_(p, q)) (D : 'M_(q, r)) :
  kronecker s t A C *m kronecker t u B D = kronecker s u (A *m B) (C *m D).
Proof.
apply/matrixP => i j; rewrite !mxE mulr_suml.
under [RHS]eq_bigr do rewrite mulr_sumr.
rewrite (sum_split t); apply: eq_bigr => h _; rewrite !mxE.
by rewrite mulrACA.
Qed.

Lemma kronecker_sum_right a b m n k l r c (s : splitting m k r) (t : splitting n l c) (A : 'M[R]_(m, n))
    (B C : 'M_(k, l)) :
  kronecker s t A (sum a B b C) = sum a (kronecker s t A B) b (kronecker s t A C).
Proof.
apply: (linear_sum (f := kronecker s t A)) => *; apply/matrixP => i j; rewrite !mxE.
  by rewrite mulrDr.
by rewrite mulrCA.
Qed.

Lemma kronecker_sum_left a b m n k l r c (s : splitting m k r) (t : splitting n l c) (A B : 'M[R]_(m, n))
    (C : 'M_(k, l)) :
  kronecker s t (sum a A b B) C = sum a (kronecker s t A C) b (kronecker s t B C).
Proof.
apply: (linear_sum (f := fun X => kronecker s t X C)) => *; apply/matrixP => i j; rewrite !mxE.
  by rewrite mulrDl.
by rewrite mulrA.
Qed.

Lemma number_left m n k (A : 'M[R]_1) (B : 'M_(m, n)) (C : 'M_(n, k)) :
  kronecker (second m) (second n) A B *m C = kronecker (second m) (second k) A (B *m C).
Proof.
apply/matrixP => i j; rewrite !mxE mulr_sumr; apply: eq_bigr => h _.
by rewrite !mxE /= mulrA.
Qed.

Lemma number_right m n k (A : 'M[R]_1) (B : 'M_(m, n)) (C : 'M_(n, k)) :
  B *m kronecker (second n) (second k) A C = kronecker (second m) (second k) A (B *m C).
Proof.
apply/matrixP => i j; rewrite !mxE mulr_sumr; apply: eq_bigr => h _.
by rewrite !mxE /= mulrCA.
Qed.

Lemma vec_product m n k l r c (s : splitting l m r) (t : splitting k n c)
    (A : 'M[R]_(m, n)) (B : 'M_(n, k)) (C : 'M_(k, l)) :
  vec s (A *m (B *m C)) = kronecker s t C^T A *m vec t B.
Proof.
apply/matrixP => i j; rewrite !mxE.
under eq_bigr do rewrite mxE mulr_sumr.
rewrite exchange_big (sum_split t) /=; apply: eq_bigr => h _.
by rewrite !mxE mulrA mulrC mulrA.
Qed.

Lemma vec_column m (A : 'cV[R]_m) : vec (second m) A = A.
Proof. by apply/matrixP => i j; rewrite !mxE /= [j]ord1. Qed.

Variable D : derivation R.

Lemma vec_differential m n r (s : splitting n m r) (A : 'M[R]_(m, n)) :
  differential D (vec s A) = vec s (differential D A).
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.

(* Expectations. *)

Section Expectation.
Variables (T : finType) (p : law F T).

Lemma expect_ext m n (A B : T -> 'M[R]_(m, n)) : (forall t, A t = B t) -> expect p A = expect p B.
Proof. by move=> same; apply: eq_bigr => t _; rewrite same. Qed.

(* An additive map that takes scalars out goes into an expectation. *)
Lemma linear_expect m n k l (f : 'M[R]_(m, n) -> 'M[R]_(k, l)) A :
  f 0 = 0 -> (forall X Y, f (X + Y) = f X + f Y) -> (forall (c : F) X, f (c%:A *: X) = c%:A *: f X) ->
  f (expect p A) = expect p (fun t => f (A t)).
Proof.
move=> zero add scales; rewrite /expect (big_morph f add zero).
by apply: eq_bigr => t _; rewrite scales.
Qed.

Lemma expectation_sum a b m n (A B : T -> 'M[R]_(m, n)) :
  expect p (fun t => sum a (A t) b (B t)) = sum a (expect p A) b (expect p B).
Proof.
rewrite sumE /expect !scaler_sumr -big_split; apply: eq_bigr => t _ /=.
by rewrite sumE scalerDr !scalerA ![_ * (p t)%:A]mulrC.
Qed.

Lemma expectation_scale a m n (A : T -> 'M[R]_(m, n)) : expect p (fun t => scale a (A t)) = scale a (expect p A).
Proof. by rewrite !scaleE /expect scaler_sumr; apply: eq_bigr => t _; rewrite scaleE !scalerA mulrC. Qed.

Lemma expectation_transpose m n (A : T -> 'M[R]_(m, n)) : expect p (fun t => (A t)^T) = (expect p A)^T.
Proof. by rewrite (linear_expect (f := trmx)) ?trmx0 // => *; rewrite linearE. Qed.

Lemma trace_of_expectation n (A : T -> 'M[R]_n) : expect p (fun t => trace (A t)) = trace (expect p A).
Proof.
rewrite (linear_expect (f := @trace F R n)) //= /trace => [|X Y|c X].
- by rewrite linear0 raddf0.
- by rewrite linearD raddfD.
by rewrite linearZ /= scale_scalar_mx.
Qed.

Lemma constant m n (A : 'M[R]_(m, n)) : expect p (fun=> A) = A.
Proof. by rewrite /expect -scaler_suml -scaler_suml total_mass !scale1r. Qed.

Lemma constant_left m n k (A : 'M[R]_(m, n)) (B : T -> 'M_(n, k)) : expect p (fun t => A *m B t) = A *m expect p B.
Proof. by rewrite (linear_expect (f := mulmx A)) ?mulmx0 // => *; rewrite ?mulmxDr ?scalemxAr. Qed.

Lemma constant_right m n k (A : T -> 'M[R]_(m, n)) (B : 'M_(n, k)) : expect p (fun t => A t *m B) = expect p A *m B.
Proof. by rewrite (linear_expect (f := fun X => X *m B)) ?mul0mx // => *; rewrite ?mulmxDl ?scalemxAl. Qed.

Lemma constant_number m n k l r c (s : splitting m k r) (t : splitting n l c) (A : T -> 'M[R]_(m, n)) (B : 'M_(k, l)) :
  expect p (fun x => kronecker s t (A x) B) = kronecker s t (expect p A) B.
Proof.
rewrite (linear_expect (f := fun X => kronecker s t X B)) // => *; apply/matrixP => i j; rewrite !mxE ?mul0r //.
  by rewrite mulrDl.
by rewrite mulrA.
Qed.

Lemma differential_expectation m n (A : T -> 'M[R]_(m, n)) :
  differential D (expect p A) = expect p (fun t => differential D (A t)).
Proof.
rewrite (linear_expect (f := @differential F R D m n)) // => *; apply/matrixP => i j; rewrite !mxE ?linear0 //.
  by rewrite linearD.
by rewrite -!scalerAl !mul1r linearZ.
Qed.

End Expectation.

(* Finite sums are exchanged: of this, constant and the factors are tower, marginal, independent and equal-in-law made. *)
Lemma exchange (S T : finType) (p : law F S) (q : law F T) m n (A : S -> T -> 'M[R]_(m, n)) :
  expect p (fun s => expect q (fun t => A s t)) = expect q (fun t => expect p (fun s => A s t)).
Proof.
rewrite /expect; under eq_bigr do rewrite scaler_sumr.
rewrite exchange_big /=; apply: eq_bigr => t _; rewrite scaler_sumr; apply: eq_bigr => s _.
by rewrite !scalerA mulrC.
Qed.

(* Two variables, independent. *)
Lemma tower (S T : finType) (p : law F S) (q : law F T) m n (A : S -> T -> 'M[R]_(m, n)) :
  expect p (fun s => expect q (A s)) = expect q (fun t => expect p (fun s => A s t)).
Proof. exact: exchange. Qed.

Lemma marginal (S T : finType) (p : law F S) (q : S -> law F T) m n (A : S -> 'M[R]_(m, n)) :
  expect p (fun s => expect (q s) (fun=> A s)) = expect p A.
Proof. by apply: expect_ext => s; apply: constant. Qed.

Lemma tower_left (S T : finType) (p : law F S) (q : S -> law F T) m n k (A : S -> 'M[R]_(m, n)) (B : S -> T -> 'M_(n, k)) :
  expect p (fun s => expect (q s) (fun t => A s *m B s t)) = expect p (fun s => A s *m expect (q s) (B s)).
Proof. by apply: expect_ext => s; apply: constant_left. Qed.

Lemma tower_right (S T : finType) (p : law F S) (q : S -> law F T) m n k (A : S -> T -> 'M[R]_(m, n)) (B : S -> 'M_(n, k)) :
  expect p (fun s => expect (q s) (fun t => A s t *m B s)) = expect p (fun s => expect (q s) (A s) *m B s).
Proof. by apply: expect_ext => s; apply: constant_right. Qed.

Lemma tower_number (S T : finType) (p : law F S) (q : S -> law F T) m n (A : S -> T -> 'M[R]_1) (B : S -> 'M_(m, n)) :
  expect p (fun s => expect (q s) (fun t => kronecker (second m) (second n) (A s t) (B s)))
  = expect p (fun s => kronecker (second m) (second n) (expect (q s) (A s)) (B s)).
Proof. by apply: expect_ext => s; apply: constant_number. Qed.

Lemma independent (S T : finType) (p : law F S) (q : law F T) m n k (A : S -> 'M[R]_(m, n)) (B : T -> 'M_(n, k)) :
  expect p (fun s => expect q (fun t => A s *m B t)) = expect p A *m expect q B.
Proof. by rewrite -constant_right; apply: expect_ext => s; apply: constant_left. Qed.

Lemma independent_given (S T U : finType) (r : law F S) (p : S -> law F T) (q : S -> law F U) m n k
    (A : S -> T -> 'M[R]_(m, n)) (B : S -> U -> 'M_(n, k)) :
  expect r (fun s => expect (p s) (fun t => expect (q s) (fun u => A s t *m B s u)))
  = expect r (fun s => expect (p s) (A s) *m expect (q s) (B s)).
Proof. by apply: expect_ext => s; apply: independent. Qed.

Lemma equal_in_law (S : finType) (p : law F S) m n (A B : S -> 'M[R]_(m, n)) :
  (forall s, A s = B s) -> expect p (fun s => A s) = expect p (fun t => B t).
Proof. exact: expect_ext. Qed.

(* Pairs of different values, drawn without replacement. *)

Section Distinct.
Variable T : finType.

Lemma distinct_ext m n (A B : T -> T -> 'M[R]_(m, n)) : (forall s t, A s t = B s t) -> distinct A = distinct B.
Proof. by move=> same; congr (_ *: _); apply: eq_bigr => s _; apply: eq_bigr => t _; rewrite same. Qed.

Lemma linear_distinct m n k l (f : 'M[R]_(m, n) -> 'M[R]_(k, l)) (A : T -> T -> 'M[R]_(m, n)) :
  f 0 = 0 -> (forall X Y, f (X + Y) = f X + f Y) -> (forall (c : F) X, f (c%:A *: X) = c%:A *: f X) ->
  f (distinct A) = distinct (fun s t => f (A s t)).
Proof.
move=> zero add scales; rewrite /distinct scales (big_morph f add zero); congr (_ *: _).
by apply: eq_bigr => s _; rewrite (big_morph f add zero).
Qed.

Lemma distinct_pairs (nonzero : #|T|%:R != 0 :> F) c m n (A : T -> T -> 'M[R]_(m, n)) :
  #|T|%:R - 1 != 0 :> F -> c = (#|T|%:R - 1)^-1 ->
  distinct A
  = sum One (expect (uniform nonzero) (fun s => expect (uniform nonzero) (fun t => A s t))) (Num c)
      (sum One (expect (uniform nonzero) (fun s => expect (uniform nonzero) (fun t => A s t)))
           Neg (expect (uniform nonzero) (fun s => A s s))).
Proof.
move=> others ->; rewrite !sumE /= /distinct /expect /=.
have all_pairs : (\sum_s \sum_t A s t) = (\sum_s \sum_(t | t != s) A s t) + (\sum_s A s s).
  by rewrite -big_split; apply: eq_bigr => s _; rewrite /= (bigD1 s) //= addrC.
have -> : (\sum_s (#|T|%:R^-1)%:A *: (\sum_t (#|T|%:R^-1)%:A *: A s t))
    = (#|T|%:R^-1 * #|T|%:R^-1)%:A *: ((\sum_s \sum_(t | t != s) A s t) + (\sum_s A s s)) :> 'M[R]_(m, n).
  rewrite -all_pairs scaler_sumr; apply: eq_bigr => s _.
  by rewrite -scaler_sumr scalerA -scalerAl mul1r scalerA.
rewrite -scaler_sumr; move: (\sum_s _) (\sum_s A s s) => X Y.
have many (a b c' e : F) : a = b + e * b -> e * c' = a ->
    a%:A *: X = 1%:A *: (b%:A *: (X + Y)) + e%:A *: (1%:A *: (b%:A *: (X + Y)) + (-1)%:A *: (c'%:A *: Y)).
  move=> onX onY; apply/matrixP => i j; rewrite !mxE !mulr_algl scale1r scaleN1r scalerBr.
  by rewrite [e *: (b *: _)]scalerA [e *: (c' *: _)]scalerA addrA -scalerDl -onX onY scalerDr addrK.
have first_total (N : F) : N != 0 -> N - 1 != 0 -> (N * (N - 1))^-1 = N^-1 * N^-1 + (N - 1)^-1 * (N^-1 * N^-1).
  by move=> N0 N1; field; rewrite N0 N1.
have second_total (N : F) : N != 0 -> N - 1 != 0 -> (N - 1)^-1 * N^-1 = (N * (N - 1))^-1.
  by move=> N0 N1; field; rewrite N0 N1.
by apply: many; [apply: first_total | apply: second_total].
Qed.

Lemma distinct_sum a b m n (A B : T -> T -> 'M[R]_(m, n)) :
  distinct (fun s t => sum a (A s t) b (B s t)) = sum a (distinct A) b (distinct B).
Proof.
rewrite sumE /distinct; set w := (_^-1)%:A.
have out c X : (number c)%:A *: (w *: X) = w *: ((number c)%:A *: X) :> 'M[R]_(m, n) by rewrite !scalerA mulrC.
rewrite !out -scalerDr; congr (_ *: _); rewrite !scaler_sumr -big_split; apply: eq_bigr => s _ /=.
by rewrite !scaler_sumr -big_split; apply: eq_bigr => t _ /=; rewrite sumE.
Qed.

Lemma distinct_scale a m n (A : T -> T -> 'M[R]_(m, n)) : distinct (fun s t => scale a (A s t)) = scale a (distinct A).
Proof.
rewrite (linear_distinct (f := @scale F R a m n)) //.
- by rewrite scaleE scaler0.
- by move=> X Y; rewrite !scaleE scalerDr.
by move=> c X; rewrite !scaleE !scalerA mulrC.
Qed.

Lemma distinct_constant_left m n k (A : 'M[R]_(m, n)) (B : T -> T -> 'M_(n, k)) :
  distinct (fun s t => A *m B s t) = A *m distinct B.
Proof. by rewrite (linear_distinct (f := mulmx A)) ?mulmx0 // => *; rewrite ?mulmxDr ?scalemxAr. Qed.

Lemma distinct_constant_right m n k (A : T -> T -> 'M[R]_(m, n)) (B : 'M_(n, k)) :
  distinct (fun s t => A s t *m B) = distinct A *m B.
Proof. by rewrite (linear_distinct (f := fun X => X *m B)) ?mul0mx // => *; rewrite ?mulmxDl ?scalemxAl. Qed.

End Distinct.

(* Differentials. *)

Lemma differential_add m n (A B : 'M[R]_(m, n)) : differential D (A + B) = differential D A + differential D B.
Proof. by apply/matrixP => i j; rewrite !mxE linearD. Qed.

Lemma differential_number (c : F) m n (A : 'M[R]_(m, n)) : differential D (c%:A *: A) = c%:A *: differential D A.
Proof. by apply/matrixP => i j; rewrite !mxE -!scalerAl !mul1r linearZ. Qed.

Lemma differential_0 m n : differential D (0 : 'M[R]_(m, n)) = 0.
Proof. by apply/matrixP => i j; rewrite !mxE linear0. Qed.

Lemma differential_sum a b m n (A B : 'M[R]_(m, n)) :
  differential D (sum a A b B) = sum a (differential D A) b (differential D B).
Proof. by apply: (linear_sum (f := @differential F R D m n)) => *; rewrite ?differential_add ?differential_number. Qed.

Lemma differential_scale a m n (A : 'M[R]_(m, n)) : differential D (scale a A) = scale a (differential D A).
Proof. by apply: (linear_scale (f := @differential F R D m n)) => *; rewrite ?differential_number. Qed.

Lemma differential_product m n k (A : 'M[R]_(m, n)) (B : 'M_(n, k)) :
  differential D (A *m B) = sum One (differential D A *m B) One (A *m differential D B).
Proof.
apply/matrixP => i j; rewrite !mxE raddf_sum -big_split /=.
by apply: eq_bigr => h _; rewrite leibniz !mxE.
Qed.

Lemma differential_left_constant m n k (A : 'M[R]_(m, n)) (B : 'M_(n, k)) :
  fixed D A -> differential D (A *m B) = A *m differential D B.
Proof. by move=> no_change; rewrite differential_product no_change mul0mx /sum /= add0r. Qed.

Lemma differential_right_constant m n k (A : 'M[R]_(m, n)) (B : 'M_(n, k)) :
  fixed D B -> differential D (A *m B) = differential D A *m B.
Proof. by move=> no_change; rewrite differential_product no_change mulmx0 /sum /= addr0. Qed.

Lemma differential_transpose m n (A : 'M[R]_(m, n)) : differential D A^T = (differential D A)^T.
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.

Lemma differential_constant m n (A : 'M[R]_(m, n)) : fixed D A -> differential D A = 0.
Proof. by []. Qed.

Lemma differential_distinct (T : finType) m n (A : T -> T -> 'M[R]_(m, n)) :
  differential D (distinct A) = distinct (fun s t => differential D (A s t)).
Proof.
by rewrite (linear_distinct (f := @differential F R D m n)) => *; rewrite ?differential_0 ?differential_add ?differential_number.
Qed.

(* What does not vary. *)

Lemma derive_1 : D 1 = 0.
Proof.
have twice := leibniz D 1 1; rewrite !mulr1 mul1r in twice.
by apply: (addrI (D 1)); rewrite addr0 -twice.
Qed.

Lemma fixed_zero m n : fixed D (0 : 'M[R]_(m, n)).
Proof. exact: differential_0. Qed.

Lemma fixed_identity n : fixed D (1%:M : 'M[R]_n).
Proof. by apply/matrixP => i j; rewrite !mxE; case: eqP => _; rewrite ?derive_1 ?linear0. Qed.

Lemma fixed_product m n k (A : 'M[R]_(m, n)) (B : 'M_(n, k)) : fixed D A -> fixed D B -> fixed D (A *m B).
Proof. by rewrite /fixed => fA fB; rewrite differential_left_constant // fB mulmx0. Qed.

Lemma fixed_sum a b m n (A B : 'M[R]_(m, n)) : fixed D A -> fixed D B -> fixed D (sum a A b B).
Proof. by rewrite /fixed differential_sum sumE => -> ->; rewrite !scaler0 addr0. Qed.

Lemma fixed_scale a m n (A : 'M[R]_(m, n)) : fixed D A -> fixed D (scale a A).
Proof. by rewrite /fixed differential_scale scaleE => ->; rewrite scaler0. Qed.

Lemma fixed_transpose m n (A : 'M[R]_(m, n)) : fixed D A -> fixed D A^T.
Proof. by rewrite /fixed differential_transpose => ->; rewrite trmx0. Qed.

Lemma fixed_vec m n r (s : splitting n m r) (A : 'M[R]_(m, n)) : fixed D A -> fixed D (vec s A).
Proof. by rewrite /fixed vec_differential => ->; apply/matrixP => i j; rewrite !mxE. Qed.

Lemma fixed_trace n (A : 'M[R]_n) : fixed D A -> fixed D (trace A).
Proof.
move=> no_change; apply/matrixP => i j; rewrite !ord1 !mxE eqxx mulr1n raddf_sum big1 // => h _.
by move/matrixP: no_change => /(_ h h); rewrite !mxE.
Qed.

Lemma fixed_kronecker m n k l r c (s : splitting m k r) (t : splitting n l c) (A : 'M[R]_(m, n)) (B : 'M_(k, l)) :
  fixed D A -> fixed D B -> fixed D (kronecker s t A B).
Proof.
move=> /matrixP fA /matrixP fB; apply/matrixP => i j; rewrite !mxE leibniz.
have /= := fA (s i).1 (t j).1; have /= := fB (s i).2 (t j).2; rewrite !mxE => -> ->.
by rewrite mul0r mulr0 addr0.
Qed.

Lemma fixed_distinct (T : finType) m n (A : T -> T -> 'M[R]_(m, n)) :
  (forall s t, fixed D (A s t)) -> fixed D (distinct A).
Proof.
move=> no_change; rewrite /fixed differential_distinct.
etransitivity; [apply: distinct_ext => s t; exact: no_change |].
by rewrite /distinct big1 ?scaler0 // => s _; rewrite big1.
Qed.

Lemma fixed_expect (T : finType) (p : law F T) m n (A : T -> 'M[R]_(m, n)) :
  (forall t, fixed D (A t)) -> fixed D (expect p A).
Proof.
move=> no_change; rewrite /fixed differential_expectation.
etransitivity; [apply: expect_ext => t; exact: no_change | exact: constant].
Qed.

End Rules.
