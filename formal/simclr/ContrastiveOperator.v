(** The operators of contrastive losses: symmetric sums of squares, their energy, and
    the update with one branch, where the gradient goes through the anchor alone. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative
  networks.Relu updates.ReluUpdate updates.Differentiable.
From dualproof Require Import simclr.Contrastive simclr.ContrastiveUpdate simclr.WeightedDraws
  simclr.WeightedCovariance.
From dualproof Require Import networks.MaxPool updates.PoolingUpdate simclr.PoolingContrastive simclr.EnergyFlow.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Operators.
Variable F : realFieldType.
Variable O : finType.
Variables H d n : nat.
Variable rho : O -> F.
Variables K1 Kp : O -> 'M[F]_(d, n).
Variable Kn : O -> 'I_H -> 'M[F]_(d, n).
Variable xi : O -> 'I_H -> F.
Let inter := inter_sample rho K1 Kn xi.
Let intra := intra_sample rho K1 Kp xi.

Lemma gram_tr (J : 'M[F]_(d, n)) : (J *m J^T)^T = J *m J^T.
Proof. by rewrite trmx_mul trmxK. Qed.

Lemma dot_gram (J : 'M[F]_(d, n)) v : dot v (J *m J^T *m v) = dot (J^T *m v) (J^T *m v).
Proof. by rewrite -mulmxA dot_mulr. Qed.

Lemma inter_symmetric : inter^T = inter.
Proof.
rewrite /inter /inter_sample -mean_tr; apply: eq_mean => o; rewrite linear_sum.
by apply: eq_bigr => k _; rewrite linearZ /= gram_tr.
Qed.

Lemma intra_symmetric : intra^T = intra.
Proof.
by rewrite /intra /intra_sample -mean_tr; apply: eq_mean => o; rewrite linearZ /= gram_tr.
Qed.

Lemma dot_inter v : dot v (inter *m v) = \sum_o rho o * (\sum_k xi o k
  * dot ((K1 o - Kn o k)^T *m v) ((K1 o - Kn o k)^T *m v)).
Proof.
rewrite -mean_mulr dot_meanr; apply: eq_bigr => o _; congr (_ * _).
rewrite mulmx_suml dot_sumr; apply: eq_bigr => k _.
by rewrite -scalemxAl dotZr dot_gram.
Qed.

Lemma dot_intra v : dot v (intra *m v) = \sum_o rho o * ((\sum_k xi o k)
  * dot ((K1 o - Kp o)^T *m v) ((K1 o - Kp o)^T *m v)).
Proof.
rewrite -mean_mulr dot_meanr; apply: eq_bigr => o _; congr (_ * _).
by rewrite -scalemxAl dotZr dot_gram.
Qed.

(** contrastive-operator#operators: both operators are symmetric, and sums of squares
    with the weights ξ: ⟨v, E[Σ_k ξ_k (K₁-K₋ₖ)(K₁-K₋ₖ)ᵀ] v⟩ = E[Σ_k ξ_k ‖(K₁-K₋ₖ)ᵀv‖²]
    and ⟨v, E[(Σ_k ξ_k)(K₁-K₊)(K₁-K₊)ᵀ] v⟩ = E[(Σ_k ξ_k) ‖(K₁-K₊)ᵀv‖²]. *)
Theorem operators_are_sums_of_squares : inter^T = inter /\ intra^T = intra /\ forall v,
  dot v (inter *m v) = \sum_o rho o * (\sum_k xi o k
    * dot ((K1 o - Kn o k)^T *m v) ((K1 o - Kn o k)^T *m v)) /\
  dot v (intra *m v) = \sum_o rho o * ((\sum_k xi o k)
    * dot ((K1 o - Kp o)^T *m v) ((K1 o - Kp o)^T *m v)).
Proof.
split; first exact: inter_symmetric; split; first exact: intra_symmetric.
by move=> v; rewrite dot_inter dot_intra.
Qed.

(** contrastive-operator#semidefinite: where probabilities and ξ are not negative both
    operators are symmetric and ⟨v, G v⟩ ≥ 0. *)
Theorem operators_semidefinite :
  (forall o, 0 <= rho o) -> (forall o k, 0 <= xi o k) ->
  [/\ inter^T = inter, forall v, 0 <= dot v (inter *m v),
      intra^T = intra & forall v, 0 <= dot v (intra *m v)].
Proof.
move=> rho0 xi0; split; try by [exact: inter_symmetric | exact: intra_symmetric].
  by move=> v; apply: inter_sample_semidefinite.
by move=> v; apply: intra_sample_semidefinite.
Qed.

End Operators.

(** One branch, no augmentation and one negative: samples u and v drawn from π. *)
Section OneBranch.
Variable F : realFieldType.
Variable U : finType.
Variable pi : U -> F.
Variables d n : nat.

(** E l(r₊, r₋): the anchor u, its positive, which is u again, and an independent
    sample v; f gives the outputs of the anchor, g the others. *)
Definition anchor_loss (l : F -> F -> F) (f g : U -> 'cV[F]_n) : F :=
  \sum_u pi u * (\sum_v pi v * l (pair_loss (f u) (g u)) (pair_loss (f u) (g v))).

(** G = E[ξ(x, y) K(x) (K(x) - K(y))ᵀ]. *)
Definition one_branch_operator (xi : U -> U -> F) (K : U -> 'M[F]_(d, n)) : 'M[F]_d :=
  two_sample_mean pi (fun u v => xi u v *: (K u *m (K u - K v)^T)).

(** E[ξ(x, y) (K(x) - K(y)) (K(x) - K(y))ᵀ]. *)
Definition squared_operator (xi : U -> U -> F) (K : U -> 'M[F]_(d, n)) : 'M[F]_d :=
  two_sample_mean pi (fun u v => xi u v *: ((K u - K v) *m (K u - K v)^T)).

Lemma one_branch_derivative (l : F -> F -> F) (xi : U -> U -> F) (f : F -> U -> 'cV[F]_n)
    (K : U -> 'M[F]_(d, n)) delta :
  (forall u, column_derivative (fun t => f t u) ((K u)^T *m delta)) ->
  (forall u v, opposite_slopes l 0 (pair_loss (f 0 u) (f 0 v)) (xi u v)) ->
  has_derivative (fun t => anchor_loss l (f t) (f 0))
    (- dot delta (two_sample_mean pi (fun u v => xi u v *: (K u *m (f 0 u - f 0 v))))).
Proof.
move=> df sl; rewrite dot_meanr -sumN; apply: derivative_sum => u; apply: derivative_scale.
rewrite dot_meanr -sumN; apply: derivative_sum => v; apply: derivative_scale.
pose g (i : bool) := f 0 (if i then u else v).
pose r t (i : bool) := pair_loss (f t u) (g i).
have -> : - dot delta (xi u v *: (K u *m (f 0 u - f 0 v)))
    = \sum_i (if i then xi u v else - xi u v) * dot delta ((K u - 0) *m (f 0 u - g i)).
  by rewrite big_bool /g /= subr0 subrr mulmx0 -(scale0r 0) !dotZr mul0r mulr0 add0r mulNr.
apply: (@chain_rule F bool_finType (fun s => l (s true) (s false)) r) => [|i].
  have := sl u v; rewrite /opposite_slopes => sl'.
  have r0 : pair_loss (f 0 u) (f 0 u) = 0 by rewrite /pair_loss subrr dot0l mulr0.
  have E : r 0 =1 (fun i : bool => if i then 0 else pair_loss (f 0 u) (f 0 v)).
    by case; rewrite /r /g.
  move=> e e0; have [s s0 sP] := sl' e e0; exists s => // r' r's.
  have -> : \sum_i (if i then xi u v else - xi u v) * (r' i - r 0 i)
    = \sum_(i : bool) (if i then xi u v else - xi u v)
        * (r' i - (if i then 0 else pair_loss (f 0 u) (f 0 v))).
    by apply: eq_bigr => i _; rewrite E.
  have -> : \sum_i `|r' i - r 0 i|
    = \sum_(i : bool) `|r' i - (if i then 0 else pair_loss (f 0 u) (f 0 v))|.
    by apply: eq_bigr => i _; rewrite E.
  by rewrite !E; apply: sP => i; rewrite -E; apply: r's.
have d0 j : column_derivative (fun=> g j) ((0 : 'M[F]_(d, n))^T *m delta).
  by move=> s; rewrite trmx0 mul0mx mxE; apply: derivative_const.
exact: (@pair_loss_derivative F unit_finType bool_finType d n (fun t _ _ => f t u)
  (fun _ _ i => g i) (fun _ _ => K u) (fun _ _ => 0) delta (fun _ _ => df u)
  (fun _ i => d0 i) tt i).
Qed.

Variables (xi : U -> U -> F) (K : U -> 'M[F]_(d, n)).
Hypothesis xiC : forall u v, xi u v = xi v u.
Let G := one_branch_operator xi K.

Lemma one_branch_operatorE : G = 2%:R^-1 *: squared_operator xi K.
Proof.
apply: two_sample_mean_half => u v; rewrite (xiC v u) -scalerDr; congr (_ *: _).
by rewrite -(opprB (K u)) linearN /= mulmxN -mulmxBl.
Qed.

Lemma one_branch_operator_tr : G^T = G.
Proof.
rewrite one_branch_operatorE linearZ /=; congr (_ *: _).
rewrite /squared_operator /two_sample_mean -mean_tr; apply: eq_mean => u.
by rewrite -mean_tr; apply: eq_mean => v; rewrite linearZ /= gram_tr.
Qed.

Lemma dot_squared_operator w : dot w (squared_operator xi K *m w)
  = \sum_u pi u * (\sum_v pi v * (xi u v
      * dot ((K u - K v)^T *m w) ((K u - K v)^T *m w))).
Proof.
rewrite -mean_mulr dot_meanr; apply: eq_bigr => u _; congr (_ * _).
rewrite -mean_mulr dot_meanr; apply: eq_bigr => v _; congr (_ * _).
by rewrite -scalemxAl dotZr dot_gram.
Qed.

Lemma one_branch_operator_ge0 w : (forall u, 0 <= pi u) -> (forall u v, 0 <= xi u v) ->
  0 <= dot w (G *m w).
Proof.
move=> pi0 xi0; rewrite one_branch_operatorE -scalemxAl dotZr dot_squared_operator.
apply: mulr_ge0; first by rewrite invr_ge0 ler0n.
apply: sumr_ge0 => u _; apply: mulr_ge0 => //; apply: sumr_ge0 => v _.
by do 2!apply: mulr_ge0 => //; rewrite dot_ge0.
Qed.

Lemma one_branch_operator_gt0 w u v : (forall u, 0 <= pi u) -> (forall u v, 0 <= xi u v) ->
  0 < pi u -> 0 < pi v -> 0 < xi u v -> (K u)^T *m w != (K v)^T *m w ->
  0 < dot w (G *m w).
Proof.
move=> pi0 xi0 pu pv xuv Kuv.
rewrite one_branch_operatorE -scalemxAl dotZr dot_squared_operator.
apply: mulr_gt0; first by rewrite invr_gt0 ltr0n.
rewrite (bigD1 u) //= ltr_paddr //.
  apply: sumr_ge0 => x _; apply: mulr_ge0 => //; apply: sumr_ge0 => y _.
  by do 2!apply: mulr_ge0 => //; rewrite dot_ge0.
apply: mulr_gt0 => //; rewrite (bigD1 v) //= ltr_paddr //.
  by apply: sumr_ge0 => y _; do 2!apply: mulr_ge0 => //; rewrite dot_ge0.
do 2!apply: mulr_gt0 => //; apply: dot_gt0.
by rewrite linearB /= mulmxBl subr_eq0.
Qed.

End OneBranch.

Section Layer.
Variable F : realFieldType.
Variables X A : finType.
Variables n0 m k h n : nat.
Variable below : pooling_network F n0 m.
Variable o : operation F k h.
Variable above : pooling_network F h n.
Variable input : X -> A -> 'cV[F]_n0.
Variable W : 'M[F]_(k, m).
Hypothesis regular_at : forall x a,
  is_regular (pooling_stack below (Pooling W o above)) (input x a).

(** The output and the connection at the view u = (x, a). *)
Let f W' (u : X * A) := pooling_output below o above input W' u.1 u.2.
Let K (u : X * A) := pooling_connection below o above input W u.1 u.2.

Lemma output_difference u v : (K u - K v)^T *m vec W = f W u - f W v.
Proof. by rewrite /f /K !(pooling_reversibility regular_at) linearB /= mulmxBl. Qed.

(** Batches b of the probabilities rho b: an anchor, its positive, its H negatives. *)
Section Batches.
Variables (B : finType) (H : nat) (rho : B -> F).
Variables (anchor positive : B -> X * A) (negative : B -> 'I_H -> X * A).
Let inter := inter_sample rho (fun b => K (anchor b)) (fun b j => K (negative b j)).
Let intra := intra_sample (H := H) rho (fun b => K (anchor b)) (fun b => K (positive b)).

(** contrastive-operator#energy: for every differentiable loss l of the distances with
    ∂l/∂r_j = -ξ_j and ∂l/∂r₊ = Σ_j ξ_j, both branches, along W itself
    ⟨vec W, -∇L⟩ = ⟨vec W, (inter - intra) vec W⟩ = 2 E[Σ_j ξ_j (r_j - r₊)], the
    distances being those of the outputs: the same number at every layer. *)
Theorem contrastive_energy (l : B -> ('I_H.+1 -> F) -> F) (xi : B -> 'I_H -> F) :
  let distance W' b i := pair_loss (f W' (anchor b)) (f W' (other positive negative b i)) in
  let energy := 2%:R * \sum_b rho b * (\sum_j xi b j
    * (pair_loss (f W (anchor b)) (f W (negative b j))
       - pair_loss (f W (anchor b)) (f W (positive b)))) in
  (forall b, has_gradient (l b) (distance W b)
     (fun i => if unlift ord0 i is Some j then - xi b j else \sum_j xi b j)) ->
  dot (vec W) ((inter xi - intra xi) *m vec W) = energy /\
  has_derivative (fun t => \sum_b rho b * l b (distance (W + t *: W) b)) (- energy).
Proof.
move=> distance e lc.
have E : dot (vec W) ((inter xi - intra xi) *m vec W) = e.
  rewrite mulmxBl dotBr dot_inter dot_intra -sumB /e mulr_sumr.
  apply: eq_bigr => b _; rewrite [RHS]mulrCA; congr (_ * _).
  rewrite mulr_suml -sumrB mulr_sumr; apply: eq_bigr => j _; rewrite !output_difference.
  rewrite /pair_loss; move: (dot _ _) (dot (f W (anchor b) - f W (positive b)) _) => x y.
  by field.
by split=> //; rewrite -E; apply: pooling_contrastive.
Qed.

(** contrastive-operator: with one branch, no augmentation (the positive is the anchor,
    held fixed) and any number and law of negatives, -∇L = E[Σ_j ξ_j K₁ (K₁ - K₋ⱼ)ᵀ] vec W. *)
Theorem one_branch_any_negatives (l : B -> ('I_H.+1 -> F) -> F) (xi : B -> 'I_H -> F) V :
  let distance W' b i := pair_loss (f W' (anchor b)) (f W (other anchor negative b i)) in
  (forall b, has_gradient (l b) (distance W b)
     (fun i => if unlift ord0 i is Some j then - xi b j else \sum_j xi b j)) ->
  has_derivative (fun t => \sum_b rho b * l b (distance (W + t *: V) b))
    (- dot (vec V) (mean rho (fun b => \sum_j xi b j *:
         (K (anchor b) *m (K (anchor b) - K (negative b j))^T)) *m vec W)).
Proof.
have W0 : W + 0 *: V = W by rewrite scale0r addr0.
have d0 u : column_derivative (fun=> f W u) ((0 : 'M[F]_(m * k, n))^T *m vec V).
  by move=> j; rewrite trmx0 mul0mx mxE; apply: derivative_const.
move=> distance lc; have := @loss_of_outputs F B [finType of 'I_H.+1] _ n rho
  (fun t b i => f (W + t *: V) (anchor b)) (fun t b i => f W (other anchor negative b i))
  (fun b i => K (anchor b)) (fun b i => 0) (vec V)
  (fun b i => pooling_output_derivative regular_at V (anchor b))
  (fun b i => d0 (other anchor negative b i)) l
  (fun b i => if unlift ord0 i is Some j then - xi b j else \sum_j xi b j).
rewrite W0 => /(_ lc); congr (has_derivative _ _).
rewrite -dotNr -mean_mulr -meanN; congr (dot _ _); apply: eq_mean => b.
rewrite big_ord_recl /other unlift_none subrr mulmx0 scaler0 add0r.
rewrite mulmx_suml -sumrN; apply: eq_bigr => j _.
by rewrite liftK scaleNr subr0 -scalemxAl -mulmxA output_difference.
Qed.

End Batches.

(** One negative: samples u and v, each a view of its own, drawn independently from π. *)
Variable pi : X * A -> F.
(** The loss l of r₊ and r₋ has ∂l/∂r₊ = -∂l/∂r₋ = ξ(r₋) at r₊ = 0. *)
Variables (l : F -> F -> F) (xi : F -> F).
Let xi_of u v := xi (pair_loss (f W u) (f W v)).
Let G := one_branch_operator pi xi_of K.

Lemma xi_ofC u v : xi_of u v = xi_of v u.
Proof. by rewrite /xi_of /pair_loss -opprB dotNl dotNr opprK. Qed.

(** contrastive-operator#one-branch: -∇L = G vec W with G = E[ξ K(x) (K(x) - K(y))ᵀ]. *)
Theorem one_branch_update V :
  (forall u v, opposite_slopes l 0 (pair_loss (f W u) (f W v)) (xi_of u v)) ->
  has_derivative (fun t => anchor_loss pi l (f (W + t *: V)) (f W))
    (- dot (vec V) (G *m vec W)).
Proof.
have W0 : W + 0 *: V = W by rewrite scale0r addr0.
move=> sl; have := @one_branch_derivative F _ pi _ n l xi_of (fun t => f (W + t *: V)) K (vec V)
  (fun u => pooling_output_derivative regular_at V u).
rewrite W0 => /(_ sl); congr (has_derivative _ (- dot _ _)).
rewrite -mean_mulr; apply: eq_mean => u; rewrite -mean_mulr; apply: eq_mean => v.
by rewrite -scalemxAl -mulmxA output_difference.
Qed.

(** contrastive-operator#one-branch-symmetry: Gᵀ = G. *)
Theorem one_branch_symmetry : G^T = G.
Proof. exact/one_branch_operator_tr/xi_ofC. Qed.

(** contrastive-operator#one-branch-operator: G = ½ E[ξ (K(x)-K(y)) (K(x)-K(y))ᵀ], and
    ⟨v, G v⟩ ≥ 0 for every v, where probabilities and ξ are not negative. *)
Theorem one_branch_squares :
  G = 2%:R^-1 *: squared_operator pi xi_of K /\
  ((forall u, 0 <= pi u) -> (forall u v, 0 <= xi_of u v) -> forall v, 0 <= dot v (G *m v)).
Proof.
split; first exact/one_branch_operatorE/xi_ofC.
by move=> pi0 xi0 v; apply: one_branch_operator_ge0 => //; apply: xi_ofC.
Qed.

(** contrastive-operator#one-branch-positivity: ⟨vec W, G vec W⟩ > 0 where two samples that
    both occur have different outputs, and ξ > 0. *)
Theorem one_branch_positivity u v :
  (forall u, 0 <= pi u) -> (forall u v, 0 < xi_of u v) ->
  0 < pi u -> 0 < pi v -> f W u != f W v -> 0 < dot (vec W) (G *m vec W).
Proof.
move=> pi0 xi0 pu pv fuv; apply: (@one_branch_operator_gt0 _ _ pi _ _ xi_of K xi_ofC _ u v) => //.
  by move=> x y; apply: ltW.
by rewrite /K -!(pooling_reversibility regular_at).
Qed.

End Layer.
