(** Expectations over any set of variables, each with a law given its parent: the rules that
    split a set. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Forest.
Variables (F : fieldType) (R : comAlgType F).
(** The variables V, with values in O (of variables of several types: their sum); each may
    have a parent, and has a law given the value of its parent. *)
Variables (V O : finType) (parent : V -> option V) (p : V -> option O -> law F O).
Notation assignment := {ffun V -> O}.
Implicit Types (S T U : {set V}) (x y env : assignment).

(** The product of the probabilities of the variables S. *)
Definition weight S x : F := \prod_(v in S) p v (omap x (parent v)) (x v).
(** x is env outside S. *)
Definition extends S env x : bool := [forall v, (v \notin S) ==> (x v == env v)].

(** E{S}[A], with the variables outside S as in env. *)
Definition expect_set S m n (A : assignment -> 'M[R]_(m, n)) env : 'M[R]_(m, n) :=
  \sum_(x | extends S env x) (weight S x)%:A *: A x.

(** No variable of T has its parent in U. *)
Definition not_given T U : Prop := forall v u, v \in T -> parent v = Some u -> u \notin U.
(** A does not depend on the variables U. *)
Definition constant_in U m n (A : assignment -> 'M[R]_(m, n)) : Prop :=
  forall env x, extends U env x -> A x = A env.

(** x, but for U, where it is env. *)
Definition reset U env x : assignment := [ffun v => if v \in U then env v else x v].

Lemma extendsP S env x : reflect (forall v, v \notin S -> x v = env v) (extends S env x).
Proof.
apply: (iffP forallP) => H v; first by move=> vS; apply/eqP; have := H v; rewrite vS.
by apply/implyP => vS; rewrite H.
Qed.

Lemma weight_reset T U env x : [disjoint T & U] -> not_given T U ->
  weight T (reset U env x) = weight T x.
Proof.
move=> TU nTU; apply: eq_bigr => v vT.
have vU : v \notin U by rewrite (disjointFr TU vT).
rewrite ffunE (negbTE vU); case E : (parent v) => [u|] //=.
by rewrite ffunE (negbTE (nTU v u vT E)).
Qed.

(** rewrite-rules#tower: E{S}[A] = E{T}[E{U}[A]] where S splits into T U, T not given U. *)
Theorem tower_of_sets S T U m n (A : assignment -> 'M[R]_(m, n)) env :
  S = T :|: U -> [disjoint T & U] -> not_given T U ->
  expect_set S A env = expect_set T (expect_set U A) env.
Proof.
move=> -> TU nTU; rewrite /expect_set.
under [RHS]eq_bigr => y _ do rewrite scaler_sumr.
rewrite (exchange_big_dep predT) //= big_mkcond; apply: eq_bigr => x _.
have only y : extends T env y && extends U y x = (y == reset U env x) && extends (T :|: U) env x.
  apply/andP/andP => [[/extendsP Ty /extendsP Ux]|[/eqP -> /extendsP Sx]]; split.
  - apply/eqP/ffunP => v; rewrite ffunE; case: ifP => [vU|/negbT vU]; last by rewrite Ux.
    by apply: Ty; rewrite (disjointFl TU vU).
  - by apply/extendsP => v; rewrite inE negb_or => /andP[vT vU]; rewrite Ux // Ty.
  - apply/extendsP => v vT; rewrite ffunE; case: ifP => // /negbT vU.
    by apply: Sx; rewrite inE negb_or vT.
  by apply/extendsP => v vU; rewrite ffunE (negbTE vU).
rewrite (eq_bigl _ _ only); case: (extends (T :|: U) env x); last first.
  by rewrite big_pred0 // => y; rewrite andbF.
rewrite (eq_bigl (pred1 (reset U env x))) => [|y]; last by rewrite andbT.
rewrite big_pred1_eq weight_reset // scalerA; congr (_ *: _).
rewrite /weight (eq_bigl (fun v => v \in [predU T & U])) => [|v]; last by rewrite !inE.
by rewrite bigU //= -scalerAl mul1r scalerA.
Qed.

(** rewrite-rules#tower-left: E{S}[A B] = E{T}[A E{U}[B]], A constant in U. *)
Theorem tower_left_of_sets S T U m n k (A : assignment -> 'M[R]_(m, n))
    (B : assignment -> 'M[R]_(n, k)) env :
  S = T :|: U -> [disjoint T & U] -> not_given T U -> constant_in U A ->
  expect_set S (fun x => A x *m B x) env = expect_set T (fun y => A y *m expect_set U B y) env.
Proof.
move=> ST TU nTU cA; rewrite (tower_of_sets _ _ ST TU nTU); apply: eq_bigr => y _; congr (_ *: _).
rewrite /expect_set mulmx_sumr; apply: eq_bigr => x /cA ->.
by rewrite scalemxAr.
Qed.

(** rewrite-rules#tower-right: E{S}[A B] = E{T}[E{U}[A] B], B constant in U. *)
Theorem tower_right_of_sets S T U m n k (A : assignment -> 'M[R]_(m, n))
    (B : assignment -> 'M[R]_(n, k)) env :
  S = T :|: U -> [disjoint T & U] -> not_given T U -> constant_in U B ->
  expect_set S (fun x => A x *m B x) env = expect_set T (fun y => expect_set U A y *m B y) env.
Proof.
move=> ST TU nTU cB; rewrite (tower_of_sets _ _ ST TU nTU); apply: eq_bigr => y _; congr (_ *: _).
rewrite /expect_set mulmx_suml; apply: eq_bigr => x /cB ->.
by rewrite scalemxAl.
Qed.

Lemma expect_set_elsewhere T U m n (A : assignment -> 'M[R]_(m, n)) env y :
  [disjoint T & U] -> not_given U T -> constant_in T A -> extends T env y ->
  expect_set U A y = expect_set U A env.
Proof.
move=> TU nUT cA /extendsP Ty; rewrite /expect_set.
have UT : [disjoint U & T] by rewrite disjoint_sym.
rewrite [LHS](reindex_onto (reset T y) (reset T env)) => [|x /extendsP Ux]; last first.
  apply/ffunP => v; rewrite !ffunE; case: ifP => vT; last by rewrite vT.
  by rewrite Ux // (disjointFr TU vT).
apply: eq_big => [x|x _].
  apply/andP/idP => [[/extendsP Ux /eqP xE]|/extendsP Ux].
    apply/extendsP => v vU; rewrite -xE ffunE; case: ifP => // /negbT vT.
    by rewrite (Ux v vU) Ty.
  split; first apply/extendsP => v vU; rewrite ?ffunE.
    by case: ifP => // /negbT vT; rewrite Ux // Ty.
  apply/eqP/ffunP => v; rewrite !ffunE; case: ifP => vT; last by rewrite vT.
  by rewrite Ux // (disjointFr TU vT).
rewrite weight_reset //; congr (_ *: _).
apply: cA; apply/extendsP => v vT; rewrite ffunE (negbTE vT).
by [].
Qed.

(** rewrite-rules#independent: E{S}[A B] = E{U}[A] E{V}[B] where S splits into U V, neither
    given the other, A constant in V and B constant in U. *)
Theorem independent_sets S T U m n k (A : assignment -> 'M[R]_(m, n))
    (B : assignment -> 'M[R]_(n, k)) env :
  S = T :|: U -> [disjoint T & U] -> not_given T U -> not_given U T ->
  constant_in U A -> constant_in T B ->
  expect_set S (fun x => A x *m B x) env = expect_set T A env *m expect_set U B env.
Proof.
move=> ST TU nTU nUT cA cB; rewrite (tower_left_of_sets B env ST TU nTU cA).
transitivity (expect_set T (fun y => A y *m expect_set U B env) env).
  by apply: eq_bigr => y Ty; rewrite (expect_set_elsewhere TU nUT cB Ty).
move: (expect_set U B env) => Z; rewrite /expect_set mulmx_suml.
by apply: eq_bigr => y _; rewrite scalemxAl.
Qed.

(** rewrite-rules#tower-number: E{S}[A ⊗ B] = E{T}[E{U}[A] ⊗ B], A a number, B constant in U. *)
Theorem tower_number_of_sets S T U m n (A : assignment -> 'M[R]_(1, 1))
    (B : assignment -> 'M[R]_(m, n)) env :
  S = T :|: U -> [disjoint T & U] -> not_given T U -> constant_in U B ->
  expect_set S (fun x => kronecker (second m) (second n) (A x) (B x)) env
    = expect_set T (fun y => kronecker (second m) (second n) (expect_set U A y) (B y)) env.
Proof.
move=> ST TU nTU cB; rewrite (tower_of_sets _ _ ST TU nTU); apply: eq_bigr => y _; congr (_ *: _).
apply/matrixP => i j; rewrite [RHS]mxE summxE /expect_set summxE mulr_suml.
by apply: eq_bigr => x /cB ->; rewrite !mxE mulrA.
Qed.

(** rewrite-rules#independent-given: E{S}[A B] = E{T}[E{U}[A] E{W}[B]] where S splits into
    T U W, T given neither, U and W not given each other, A constant in W and B in U. *)
Theorem independent_sets_given S T U W m n k (A : assignment -> 'M[R]_(m, n))
    (B : assignment -> 'M[R]_(n, k)) env :
  S = T :|: (U :|: W) -> [disjoint T & U :|: W] -> [disjoint U & W] -> not_given T (U :|: W) ->
  not_given U W -> not_given W U -> constant_in W A -> constant_in U B ->
  expect_set S (fun x => A x *m B x) env
    = expect_set T (fun y => expect_set U A y *m expect_set W B y) env.
Proof.
move=> ST TUW UW nT nUW nWU cA cB; rewrite (tower_of_sets _ _ ST TUW nT).
by apply: eq_bigr => y _; rewrite (independent_sets y (erefl (U :|: W)) UW nUW nWU cA cB).
Qed.

(** No variable is its own ancestor. *)
Variable rank : V -> nat.
Hypothesis ranked : forall v u, parent v = Some u -> (rank u < rank v)%N.

Lemma expect_one_variable v m n (A : 'M[R]_(m, n)) env : expect_set [set v] (fun=> A) env = A.
Proof.
pose put (o : O) : assignment := [ffun w => if w == v then o else env w].
rewrite /expect_set (reindex_onto put (fun x => x v)) => [|x /extendsP xE]; last first.
  by apply/ffunP => w; rewrite ffunE; case: eqP => [->//|/eqP wv]; rewrite xE // inE.
rewrite (eq_bigl xpredT) => [|o]; last first.
  rewrite ffunE eqxx eqxx andbT; apply/extendsP => w; rewrite inE => /negbTE wv.
  by rewrite ffunE wv.
rewrite -[RHS](constant (p v (omap env (parent v)))); apply: eq_bigr => o _.
rewrite /weight big_set1 ffunE eqxx; congr ((p v _ o)%:A *: _).
case E : (parent v) => [u|] //=; rewrite ffunE; case: eqP => // uv.
by have := ranked E; rewrite uv ltnn.
Qed.

Lemma expect_constant U m n (A : 'M[R]_(m, n)) env : expect_set U (fun=> A) env = A.
Proof.
have [k] := ubnP #|U|; elim: k U env => // k IH U env Uk.
have [->|[v0 v0U]] := set_0Vmem U.
  rewrite /expect_set (eq_bigl (pred1 env)) => [|x].
    by rewrite big_pred1_eq /weight big_set0 !scale1r.
  apply/extendsP/eqP => [xE|-> //]; by apply/ffunP => v; apply: xE; rewrite inE.
pose v := [arg max_(w > v0 in U) rank w]; have [vU vmax] : v \in U /\ forall w, w \in U -> (rank w <= rank v)%N.
  by rewrite /v; case: arg_maxnP.
have UE : U = U :\ v :|: [set v] by rewrite setUC setD1K.
rewrite (tower_of_sets _ _ UE).
- transitivity (expect_set (U :\ v) (fun=> A) env).
    by apply: eq_bigr => y _; rewrite expect_one_variable.
  by apply: IH; rewrite (cardsD1 v) vU in Uk.
- by rewrite disjoint_sym disjoints1 !inE eqxx.
move=> w u; rewrite !inE => /andP[wv wU] /ranked lt; apply/eqP => uv.
by move: (vmax w wU); rewrite leqNgt -uv lt.
Qed.

(** rewrite-rules#marginal: E{S}[A] = E{T}[A] where S splits into T U, T not given U, A
    constant in U; no variable is its own ancestor. *)
Theorem marginal_of_sets S T U m n (A : assignment -> 'M[R]_(m, n)) env :
  S = T :|: U -> [disjoint T & U] -> not_given T U -> constant_in U A ->
  expect_set S A env = expect_set T A env.
Proof.
move=> ST TU nTU cA; rewrite (tower_of_sets _ _ ST TU nTU); apply: eq_bigr => y _; congr (_ *: _).
rewrite -[RHS](expect_constant U (A y) y); apply: eq_bigr => x Ux.
by rewrite (cA y x Ux).
Qed.

End Forest.
