(** Latent trees of any shape: any number of states for a variable, any
    transition matrices, any law of the root. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** The children of a variable with m states: none, or a first child with m'
    states and P(y | z) = P z y, its own children, and the other children. A
    tree is the forest of the children of its root. *)
Inductive forest (m : nat) : Type :=
| Childless
| Child m' (P : 'M[F]_(m, m')) (below : forest m') (others : forest m).

(** Every row of every transition matrix sums to 1. *)
Fixpoint stochastic m (T : forest m) : Prop :=
  match T with
  | Childless => True
  | Child _ P B R => (forall z, \sum_y P z y = 1) /\ stochastic B /\ stochastic R
  end.

(** A state for every variable below the root. *)
Fixpoint states m (T : forest m) : finType :=
  match T with
  | Childless => unit_finType
  | Child m' _ B R =>
      prod_finType (prod_finType (ordinal_finType m') (states B)) (states R)
  end.

(** Their probability, given the state z of the root: the product of the
    transition probabilities of all edges. *)
Fixpoint law_below m (T : forest m) (z : 'I_m) {struct T} : states T -> F :=
  match T return states T -> F with
  | Childless => fun=> 1
  | Child _ P B R => fun x => P z x.1.1 * law_below x.1.1 x.1.2 * law_below z x.2
  end.

(** The probability of the states of all variables, π the law of the root. *)
Definition tree_law m (pi : 'I_m -> F) (T : forest m) (a : 'I_m * states T) : F :=
  pi a.1 * law_below a.1 a.2.

(** The probability of an event, and the mean of f on it, E[f; event]. *)
Definition probability (A : finType) (p : A -> F) (event : pred A) : F :=
  \sum_(a | event a) p a.
Definition mean_on (A : finType) (p : A -> F) (event : pred A) (f : A -> F) : F :=
  \sum_(a | event a) p a * f a.

(** A variable: the root, a variable of the tree of the first child, or one of
    the tree without the first child. *)
Inductive node : forall m, forest m -> Type :=
| Root m (T : forest m) : node T
| Down m m' (P : 'M[F]_(m, m')) B R : node B -> node (Child P B R)
| Side m m' (P : 'M[F]_(m, m')) B R : node R -> node (Child P B R).

(** Its number of states, and its children. *)
Fixpoint width m (T : forest m) (v : node T) : nat :=
  match v with
  | Root m _ => m
  | Down _ _ _ _ _ v => width v
  | Side _ _ _ _ _ v => width v
  end.

Fixpoint children m (T : forest m) (v : node T) : forest (width v) :=
  match v with
  | Root _ T => T
  | Down _ _ _ _ _ v => children v
  | Side _ _ _ _ _ v => children v
  end.

(** Its own state, and the states of the variables below it. *)
Fixpoint value m (T : forest m) (v : node T) : 'I_m -> states T -> 'I_(width v) :=
  match v with
  | Root _ _ => fun z _ => z
  | Down _ _ _ _ _ v => fun _ x => value v x.1.1 x.1.2
  | Side _ _ _ _ _ v => fun z x => value v z x.2
  end.

Fixpoint below m (T : forest m) (v : node T) : states T -> states (children v) :=
  match v with
  | Root _ _ => fun x => x
  | Down _ _ _ _ _ v => fun x => below v x.1.2
  | Side _ _ _ _ _ v => fun x => below v x.2
  end.

(** The product of the transition matrices on the path from the root. *)
Fixpoint path_matrix m (T : forest m) (v : node T) : 'M[F]_(m, width v) :=
  match v with
  | Root _ _ => 1%:M
  | Down _ _ P _ _ v => P *m path_matrix v
  | Side _ _ _ _ _ v => path_matrix v
  end.

(** E[f | z₀ = z], f a function of the states of all variables. *)
Definition conditional_mean m (T : forest m) (f : 'I_m -> states T -> F) (z : 'I_m) : F :=
  \sum_x law_below z x * f z x.

(** A function of a variable and of those below it, as one of all variables. *)
Definition seen_from m (T : forest m) (v : node T)
    (f : 'I_(width v) -> states (children v) -> F) (z : 'I_m) (x : states T) : F :=
  f (value v z x) (below v x).

(** diag π - ππᵀ. *)
Definition root_covariance m (pi : 'I_m -> F) : 'M[F]_m :=
  diag_mx (\row_z pi z) - (\col_z pi z) *m (\col_z pi z)^T.

End Definitions.
Arguments Childless {F m}.

Section Facts.
Variable F : fieldType.

Lemma law_below_sum m (T : forest F m) z : stochastic T -> \sum_x law_below (T := T) z x = 1.
Proof.
elim: T z => {m} [m|m m' P B IHB R IHR] z /=; first by rewrite sumr_const card_unit.
case=> P1 [B1 R1]; rewrite -(pair_bigA _ (fun yb r =>
  P z yb.1 * law_below yb.1 yb.2 * law_below z r)) /=.
under eq_bigr => yb _ do rewrite -mulr_sumr IHR // mulr1.
rewrite -(pair_bigA _ (fun y b => P z y * law_below y b)) /= -(P1 z).
by apply: eq_bigr => y _; rewrite -mulr_sumr IHB // mulr1.
Qed.

(** A sum over all states, by the state of one variable and what is below it. *)
Lemma sum_below m (T : forest F m) (v : node T)
    (g : 'I_(width v) -> states (children v) -> F) z : stochastic T ->
  conditional_mean (seen_from g) z = \sum_y path_matrix v z y * conditional_mean g y.
Proof.
rewrite /conditional_mean /seen_from.
elim: v g z => {m T} [m T|m m' P B R v IH|m m' P B R v IH] g z /=.
- move=> _; rewrite (bigD1 z) //= !mxE eqxx mul1r [X in _ + X]big1 ?addr0 // => y yz.
  by rewrite !mxE eq_sym (negbTE yz) mul0r.
- case=> _ [B1 R1]; rewrite -(pair_bigA _ (fun yb r =>
    P z yb.1 * law_below yb.1 yb.2 * law_below z r * g (value v yb.1 yb.2) (below v yb.2))) /=.
  under eq_bigr => yb _ do rewrite -mulr_suml -mulr_sumr law_below_sum // mulr1.
  rewrite -(pair_bigA _ (fun y b => P z y * law_below y b * g (value v y b) (below v b))) /=.
  transitivity (\sum_y P z y * \sum_w path_matrix v y w * \sum_u law_below w u * g w u).
    apply: eq_bigr => y _; rewrite -IH // mulr_sumr.
    by apply: eq_bigr => b _; rewrite mulrA.
  under eq_bigr => y _ do rewrite mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => w _; rewrite mxE mulr_suml.
  by apply: eq_bigr => y _; rewrite mulrA.
- case=> P1 [B1 R1]; rewrite -(pair_bigA _ (fun yb r =>
    P z yb.1 * law_below yb.1 yb.2 * law_below z r * g (value v z r) (below v r))) /=.
  rewrite exchange_big -IH //; apply: eq_bigr => r _ /=.
  rewrite -!mulr_suml; congr (_ * _); rewrite -[RHS]mul1r; congr (_ * _).
  rewrite -(pair_bigA _ (fun y b => P z y * law_below y b)) /= -(P1 z).
  by apply: eq_bigr => y _; rewrite -mulr_sumr law_below_sum // mulr1.
Qed.

Variables (m : nat) (pi : 'I_m -> F) (T : forest F m).
Hypothesis T1 : stochastic T.

(** The state of a variable, and a function of what is below it, of all states. *)
Notation at_node v y := [pred a | value v a.1 a.2 == y].
Notation below_node v f := (fun a => seen_from (v := v) f a.1 a.2).

Lemma mean_onE (event : pred ('I_m * states T)) f :
  mean_on (tree_law pi (T := T)) event f
    = \sum_z pi z * conditional_mean (fun z x => (event (z, x))%:R * f (z, x)) z.
Proof.
transitivity (\sum_z \sum_x if event (z, x) then tree_law pi (z, x) * f (z, x) else 0).
  by rewrite /mean_on big_mkcond pair_bigA; apply: eq_bigr => -[].
apply: eq_bigr => z _; rewrite mulr_sumr; apply: eq_bigr => x _.
by rewrite /tree_law; case: ifP => _ /=; rewrite ?mul1r -?mulrA // mul0r !mulr0.
Qed.

(** E[f; z_ν = y] = P(z_ν = y) E[f | z_ν = y] for f of ν and what is below it. *)
Lemma mean_on_node (v : node T) (f : 'I_(width v) -> states (children v) -> F) y :
  mean_on (tree_law pi (T := T)) (at_node v y) (below_node v f)
    = (\sum_z pi z * path_matrix v z y) * conditional_mean f y.
Proof.
rewrite mean_onE mulr_suml; apply: eq_bigr => z _; rewrite -mulrA; congr (_ * _).
rewrite (sum_below (v := v) (fun w u => (w == y)%:R * f w u)) //.
rewrite (bigD1 y) //= [X in _ + X]big1 ?addr0 => [|w wy]; last first.
  by rewrite /conditional_mean big1 ?mulr0 // => u _; rewrite (negbTE wy) mul0r mulr0.
congr (_ * _); apply: eq_bigr => u _; by rewrite eqxx mul1r.
Qed.

Lemma children_stochastic m' (S : forest F m') (v : node S) :
  stochastic S -> stochastic (children v).
Proof. by elim: v => {m' S} //= m' m'' P B R v IH [_ [B1 R1]]; exact: IH. Qed.

Lemma probability_node (v : node T) y :
  probability (tree_law pi (T := T)) (at_node v y) = \sum_z pi z * path_matrix v z y.
Proof.
transitivity (mean_on (tree_law pi (T := T)) (at_node v y) (below_node v (fun _ _ => 1))).
  by apply: eq_bigr => a _; rewrite /seen_from mulr1.
rewrite mean_on_node /conditional_mean; under [X in _ * X]eq_bigr => u _ do rewrite mulr1.
by rewrite law_below_sum ?mulr1 //; exact: children_stochastic.
Qed.

(** The law of the tree is a law. *)
Lemma tree_law_sum : law pi -> law (tree_law pi (T := T)).
Proof.
move=> p1; rewrite /law -(pair_bigA _ (fun z x => pi z * law_below z x)) /= -[RHS]p1.
by apply: eq_bigr => z _; rewrite -mulr_sumr law_below_sum // mulr1.
Qed.

(** latent-tree-covariance#categorical-path: for a variable ν below μ, in the joint
    law of all variables, P(z_μ = z, z_ν = y) = P(z_μ = z) P_{μν} z y, with P_{μν} the
    product of the transition matrices; with μ = Root, P(z_ν | z₀) is P_{0ν}. *)
Theorem categorical_path (mu : node T) (nu : node (children mu)) z y :
  probability (tree_law pi (T := T)) [pred a | (value mu a.1 a.2 == z)
      && (value nu (value mu a.1 a.2) (below mu a.2) == y)]
    = probability (tree_law pi (T := T)) (at_node mu z) * path_matrix nu z y.
Proof.
pose g w u := (value nu w u == y)%:R : F.
transitivity (mean_on (tree_law pi (T := T)) (at_node mu z) (below_node mu g)).
  rewrite /probability /mean_on big_mkcondr; apply: eq_bigr => a _ /=.
  by rewrite /seen_from /g; case: eqP; rewrite ?mulr1 ?mulr0.
rewrite mean_on_node probability_node; congr (_ * _).
rewrite (sum_below (v := nu) (fun w u => (w == y)%:R)); last exact: children_stochastic.
rewrite (bigD1 y) //= [X in _ + X]big1 ?addr0 => [|w wy]; last first.
  by rewrite /conditional_mean big1 ?mulr0 // => u _; rewrite (negbTE wy) mulr0.
rewrite /conditional_mean; under eq_bigr => u _ do rewrite eqxx mulr1.
by rewrite law_below_sum ?mulr1 //; do 2 apply: children_stochastic.
Qed.

(** E[f; z_μ = z] = P(z_μ = z) Σ_y P_{μν} z y E[f | z_ν = y], for a variable ν
    below μ and a function f of ν and of what is below it. *)
Lemma categorical_mean (mu : node T) (nu : node (children mu))
    (f : 'I_(width nu) -> states (children nu) -> F) z :
  mean_on (tree_law pi (T := T)) (at_node mu z) (below_node mu (seen_from f))
    = probability (tree_law pi (T := T)) (at_node mu z)
      * \sum_y path_matrix nu z y * conditional_mean f y.
Proof.
rewrite mean_on_node probability_node sum_below //; exact: children_stochastic.
Qed.

(** The units k that μ's group reads: each a function of a variable ν(k) below
    μ and of what is below that. *)
Variables (mu : node T) (n : nat) (nu : 'I_n -> node (children mu)).
Variable f : forall k, 'I_(width (nu k)) -> states (children (nu k)) -> F.

(** V = (P_{μν} v_k)_k, states of μ × units. *)
Definition means_given_parent : 'M[F]_(width mu, n) :=
  \matrix_(z, k) \sum_y path_matrix (nu k) z y * conditional_mean (f (k := k)) y.

(** E[f_{ch(μ)} | z₀ = z]. *)
Definition group_mean (z : 'I_m) : 'cV[F]_n :=
  \col_k conditional_mean (seen_from (v := mu) (seen_from (f (k := k)))) z.

Lemma group_meanE z : group_mean z = (row z (path_matrix mu *m means_given_parent))^T.
Proof.
apply/colP => k; rewrite !mxE sum_below //; apply: eq_bigr => y _.
by rewrite mxE sum_below //; exact: children_stochastic.
Qed.

Lemma variance_moment (X : finType) (p : X -> F) k l (Z : X -> 'M[F]_(k, l)) : law p ->
  variance p Z = mean p (fun x => Z x *m (Z x)^T) - mean p Z *m (mean p Z)^T.
Proof.
move=> p1; rewrite /variance.
under eq_mean => x do rewrite linearB /= mulmxBl !mulmxBr.
by rewrite !meanB mean_mulr mean_mull mean_tr mean_const // subrr subr0.
Qed.

Lemma variance_rows k (A : 'M[F]_(m, k)) : law pi ->
  variance pi (fun z => (row z A)^T) = A^T *m root_covariance pi *m A.
Proof.
move=> p1; rewrite variance_moment // mulmxBr mulmxBl; congr (_ - _).
  apply/matrixP => i j; rewrite -mulmxA mul_diag_mx !mxE summxE.
  by apply: eq_bigr => z _; rewrite !mxE big_ord1 !mxE mulrCA.
have -> : mean pi (fun z => (row z A)^T) = A^T *m \col_z pi z.
  apply/colP => i; rewrite !mxE summxE.
  by apply: eq_bigr => z _; rewrite !mxE mulrC.
by rewrite trmx_mul trmxK !mulmxA.
Qed.

(** latent-tree-covariance#categorical-covariance:
    Cov_{z₀}(E[f_{ch(μ)} | z₀]) = Vᵀ P_{0μ}ᵀ (diag π - ππᵀ) P_{0μ} V. *)
Theorem categorical_covariance : law pi ->
  variance pi group_mean
    = means_given_parent^T *m (path_matrix mu)^T *m root_covariance pi *m path_matrix mu
      *m means_given_parent.
Proof.
move=> p1; transitivity (variance pi (fun z => (row z (path_matrix mu *m means_given_parent))^T)).
  by rewrite /variance (eq_mean _ group_meanE); apply: eq_mean => z; rewrite group_meanE.
by rewrite variance_rows // trmx_mul !mulmxA.
Qed.

End Facts.
