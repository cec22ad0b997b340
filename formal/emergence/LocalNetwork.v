(** Locally connected ReLU networks on a latent tree: a unit depends on nothing but
    its variable and what is below it, and so the block of the covariance operator
    is as TreeOperator.v has it. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Relu
  emergence.CategoricalTree emergence.BinaryTree.
From dualproof Require Import emergence.TreeOperator emergence.Translation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Local.
Variable F : realFieldType.

(** What a unit may depend on: two configurations that are alike for it. *)
Variable S : Type.
Definition likeness := S -> S -> Prop.

(** Unit i reads unit j, W i j ≠ 0, only where what is alike for i is alike for j. *)
Fixpoint locally_connected m n (N : relu_network F m n) (R : 'I_m -> likeness)
    (R' : 'I_n -> likeness) : Prop :=
  match N in relu_network _ m n return ('I_m -> likeness) -> ('I_n -> likeness) -> Prop with
  | Top _ => fun R R' => forall i a a', R' i a a' -> R i a a'
  | Relu _ k _ W _ above => fun R R' => exists Rk : 'I_k -> likeness,
      (forall i j, W i j != 0 -> forall a a', Rk i a a' -> R j a a')
      /\ locally_connected above Rk R'
  end R R'.

Lemma local_run m n (N : relu_network F m n) R R' (x : S -> 'cV[F]_m) :
  locally_connected N R R' ->
  (forall j a a', R j a a' -> x a j 0 = x a' j 0) ->
  forall i a a', R' i a a' -> run N (x a) i 0 = run N (x a') i 0.
Proof.
elim: N R R' x => {m n} [n|m k n W s N IH] R R' x /=.
  by move=> RR xR i a a' /RR /xR.
case=> Rk [WR /IH {}IH] xR; apply: IH => i a a' ia.
have E : (W *m x a) i 0 = (W *m x a') i 0.
  rewrite !mxE; apply: eq_bigr => j _; have [->|/WR/(_ _ _ ia)/xR->] // := eqVneq (W i j) 0.
  by rewrite !mul0r.
by rewrite [LHS]mxE [RHS]mxE E.
Qed.

End Local.

Section Tree.
Variable F : realFieldType.
Variables (m : nat) (T : forest F m).
Hypothesis T1 : stochastic T.
Variables (mu : node T) (n : nat) (nu : 'I_n -> node (children mu)).
Let configuration := ('I_m * states T)%type.

(** Alike for a variable: with the same state of it, and of all that is below it. *)
Definition alike (v : node T) : likeness configuration := fun a a' =>
  value v a.1 a.2 = value v a'.1 a'.2 /\ below v a.2 = below v a'.2.
Definition alike_below (k : 'I_n) : likeness configuration := fun a a' =>
  let u := nu k in
  value u (value mu a.1 a.2) (below mu a.2) = value u (value mu a'.1 a'.2) (below mu a'.2)
  /\ below u (below mu a.2) = below u (below mu a'.2).

(** Such a function is one of the variable and of what is below it. *)
Lemma alike_function (g : configuration -> F) k :
  (forall a a', alike_below k a a' -> g a = g a') ->
  exists f, forall z x, g (z, x) = seen_from (v := mu) (seen_from (v := nu k) f) z x.
Proof.
move=> gE; exists (fun y b => if [pick a : configuration |
    (value (nu k) (value mu a.1 a.2) (below mu a.2) == y)
    && (below (nu k) (below mu a.2) == b)] is Some a then g a else 0) => z x.
rewrite /seen_from; case: pickP => [a /andP[/eqP e1 /eqP e2]|/(_ (z, x))].
  by apply: gE; split.
by rewrite /= !eqxx.
Qed.

(** What is alike for μ is alike for all below it: μ's units may read theirs. *)
Lemma alike_all_below k a a' : alike mu a a' -> alike_below k a a'.
Proof. by rewrite /alike_below => -[-> ->]. Qed.

(** Pixel j is a function of the state of its leaf. *)
Variables (n0 : nat) (leaf : 'I_n0 -> node T) (pixel : forall j, 'I_(width (leaf j)) -> F).
Definition image (z : 'I_m) (x : states T) : 'cV[F]_n0 :=
  \col_j pixel (value (leaf j) z x).
Definition alike_at_leaf (j : 'I_n0) : likeness configuration := fun a a' =>
  value (leaf j) a.1 a.2 = value (leaf j) a'.1 a'.2.

(** The layers below μ's level: ReLU, leaky ReLU or linear, locally connected; μ's
    group reads the units [column j], of ν(j). *)
Variables (i1 : nat) (lower : relu_network F n0 i1) (R : 'I_i1 -> likeness configuration).
Variable column : 'I_n -> 'I_i1.
Hypothesis local : locally_connected lower alike_at_leaf R.
Hypothesis columns : forall j a a', alike_below j a a' -> R (column j) a a'.

(** The layer of μ's level, and the layers above it, are linear. *)
Variables (k h o1 b : nat) (D : configuration -> 'M[F]_(h, k)) (upper : network F configuration h o1).
Variable row : 'I_b -> 'I_k.
Hypotheses (D1 : forall v v', D v = D v') (U1 : linear_network upper).

(** J_μ, the derivative of the output by the pre-activations of the group. *)
Definition group_jacobian (v : configuration) : 'M[F]_(o1, b) :=
  \matrix_(o, i) (jacobian upper v *m D v) o (row i).

(** The units that μ's group reads are functions f_j of ν(j) and of what is below. *)
Definition reads_functions (f : forall j, 'I_(width (nu j)) -> states (children (nu j)) -> F) :=
  forall j z x, run lower (image z x) (column j) 0
    = seen_from (v := mu) (seen_from (v := nu j) (f j)) z x.

Lemma local_functions : exists f, reads_functions f.
Proof.
suff ex j : exists f, forall z x, run lower (image z x) (column j) 0
    = seen_from (v := mu) (seen_from (v := nu j) f) z x.
  exact: (fin_all_exists ex).
apply: (@alike_function (fun a => run lower (image a.1 a.2) (column j) 0)) => a a' aa.
apply: (local_run (x := fun a => image a.1 a.2) local); last exact: columns.
move=> s c c'; rewrite /alike_at_leaf => e.
by rewrite /image [LHS]mxE [RHS]mxE e.
Qed.

(** The block of V_x[K̄] at the weights of the group, with the computed gates. *)
Definition local_block (pi : 'I_m -> F) :=
  operator_block pi (gated lower (fun a => image a.1 a.2)) D upper image column row.

Lemma gated_reads f : reads_functions f -> forall z x j,
  forward (gated lower (fun a => image a.1 a.2)) (z, x) (image z x) (column j) 0
    = seen_from (v := mu) (seen_from (v := nu j) (f j)) z x.
Proof. by move=> fE z x j; rewrite -fE -(run_gated _ (fun a => image a.1 a.2) (z, x)). Qed.

Lemma linear_above v z x o i :
  (jacobian upper (z, x) *m D (z, x)) o (row i) = group_jacobian v o i.
Proof. by rewrite [RHS]mxE (linear_jacobian (z, x) v U1) (D1 (z, x) v). Qed.

(** latent-tree-covariance#categorical-operator-block: in a locally connected
    network, ReLU below μ's level and linear from there up, the block is
    Vᵀ P_{0μ}ᵀ (diag π - ππᵀ) P_{0μ} V ⊗ J_μᵀJ_μ, V of the functions f_j. *)
Theorem local_categorical_block pi v : law pi -> exists2 f, reads_functions f &
  let V := means_given_parent f in
  forall j i j' i', local_block pi j i j' i'
    = (V^T *m (path_matrix mu)^T *m root_covariance pi *m path_matrix mu *m V) j j'
      * ((group_jacobian v)^T *m group_jacobian v) i i'.
Proof.
move=> p1; have [f fE] := local_functions; exists f => //= j i j' i'.
exact: (categorical_operator_block T1 (gated_reads fE) (linear_above v)).
Qed.

End Tree.

(** latent-tree-covariance#operator-block: the same for binary variables on the paths
    to the units: (1 - ρ₀²) ρ_{0μ}² a_μ a_μᵀ ⊗ J_μᵀJ_μ, a_μ of the functions f_j. *)
Theorem local_operator_block (F : realFieldType) (rho0 : F) (T : forest F 2) (mu : node T) n
    (nu : 'I_n -> node (children mu)) above edge n0 (leaf : 'I_n0 -> node T)
    (pixel : forall j, 'I_(width (leaf j)) -> F) i1 (lower : relu_network F n0 i1) R
    (column : 'I_n -> 'I_i1) k h o1 b (D : 'I_2 * states T -> 'M[F]_(h, k))
    (upper : network F ('I_2 * states T) h o1) (row : 'I_b -> 'I_k) v :
  stochastic T -> polarities mu above -> (forall j, polarities (nu j) (edge j)) ->
  locally_connected lower (alike_at_leaf leaf) R ->
  (forall j a a', alike_below nu j a a' -> R (column j) a a') ->
  (forall v v', D v = D v') -> linear_network upper ->
  exists2 f, reads_functions (nu := nu) pixel lower column f &
  forall j i j' i', local_block pixel lower column D upper row (polar_root rho0) j i j' i'
    = ((1 - rho0 ^+ 2) * (\prod_(rho <- above) rho) ^+ 2
         *: (selectivities f edge *m (selectivities f edge)^T)) j j'
      * ((group_jacobian D upper row v)^T *m group_jacobian D upper row v) i i'.
Proof.
move=> T1 Hmu Hnu local columns D1 U1; have [f fE] := local_functions pixel local columns.
exists f => // j i j' i'.
apply: (tree_operator_block _ _ T1 Hmu Hnu (gated_reads fE) (linear_above row D1 U1 v)).
by rewrite pnatr_eq0.
Qed.
