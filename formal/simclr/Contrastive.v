(** Contrastive losses: any differentiable loss of the distances of pairs. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means networks.Derivative.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.
Variable I : finType.

(** The function l of the numbers r i is differentiable at r, with the partial
    derivatives c i. *)
Definition has_gradient (l : (I -> F) -> F) (r c : I -> F) : Prop :=
  forall e, 0 < e -> exists2 s, 0 < s & forall r' : I -> F,
    (forall i, `|r' i - r i| < s) ->
    `|l r' - l r - \sum_i c i * (r' i - r i)| <= e * \sum_i `|r' i - r i|.

End Definitions.

Section Linear.
Variable F : realFieldType.
Variable I : finType.

(** A linear loss, such as r₊ - r₋, has its coefficients as gradient. *)
Lemma linear_gradient (c r : I -> F) : has_gradient (fun r => \sum_i c i * r i) r c.
Proof.
move=> e e0; exists 1; rewrite ?ltr01 // => r' _.
rewrite -sumrB; under [X in _ - X]eq_bigr => i _ do rewrite mulrBr.
rewrite subrr normr0; apply: mulr_ge0; first exact: ltW.
by apply: sumr_ge0 => i _; apply: normr_ge0.
Qed.

End Linear.

Section ChainRule.
Variable F : realFieldType.
Variable I : finType.

Lemma null_sum (u : I -> F -> F) : (forall i, null (u i)) -> null (fun t => \sum_i u i t).
Proof.
move=> nu e e0; pose m : F := #|I|%:R + 1.
have m0 : 0 < m by apply: ltr_paddl; rewrite ?ler0n ?ltr01.
have [r r0 rP] := near_all (fun i => nu i (e / m) (divr_gt0 e0 m0)).
exists r => // t /rP le; apply: le_trans (ler_norm_sum _ _ _) _.
apply: (@le_trans _ _ (\sum_(i : I) e / m)); first exact: ler_sum.
rewrite sumr_const -[X in X <= _]mulr_natl mulrCA -[X in _ <= X]mulr1.
rewrite ler_pmul2l // ler_pdivr_mulr // mul1r /m ler_addl; exact: ler01.
Qed.

(** The chain rule. *)
Lemma chain_rule (l : (I -> F) -> F) (g : F -> I -> F) (c d : I -> F) :
  has_gradient l (g 0) c -> (forall i, has_derivative (fun t => g t i) (d i)) ->
  has_derivative (fun t => l (g t)) (\sum_i c i * d i).
Proof.
move=> lc dg e e0.
pose b : F := 1 + \sum_i (`|d i| + 1).
have s0 : 0 <= \sum_i (`|d i| + 1) by apply: sumr_ge0 => i _; rewrite addr_ge0.
have b0 : 0 < b by apply: ltr_paddr.
have e2 : 0 < e / 2%:R by rewrite divr_gt0 ?ltr0n.
have [s sp sP] := lc _ (divr_gt0 e2 b0).
have n1 := near_all (fun i => dg i 1 ltr01).
have n2 := derivative_sum (fun i => derivative_scale (c i) (dg i)) e2.
have n3 : near_zero (fun t => `|t| * b < s).
  by exists (s / b); rewrite ?divr_gt0 // => t; rewrite ltr_pdivl_mulr.
have [r r0 rP] := near_and n1 (near_and n2 n3); exists r => // t /rP[d1 [d2 tb]].
have d3 i : `|g t i - g 0 i| <= `|t| * (`|d i| + 1).
  have -> : g t i - g 0 i = t * d i + (g t i - g 0 i - t * d i) by ring.
  apply: (le_trans (ler_norm_add _ _)); rewrite normrM mulrDr mulr1 ler_add2l.
  by have := d1 i; rewrite mul1r.
have d4 : \sum_i `|g t i - g 0 i| <= `|t| * b.
  apply: (@le_trans _ _ (`|t| * \sum_i (`|d i| + 1))).
    by rewrite mulr_sumr; apply: ler_sum => i _.
  by rewrite ler_wpmul2l // /b ler_addr ler01.
have d5 : forall i, `|g t i - g 0 i| < s.
  move=> i; apply: le_lt_trans tb; apply: le_trans d4.
  by rewrite (bigD1 i) //= ler_addl; apply: sumr_ge0.
have d6 := sP _ d5.
have -> : l (g t) - l (g 0) - t * (\sum_i c i * d i)
    = (l (g t) - l (g 0) - \sum_i c i * (g t i - g 0 i))
      + (\sum_i c i * g t i - \sum_i c i * g 0 i - t * (\sum_i c i * d i)).
  have -> : \sum_i c i * (g t i - g 0 i) = \sum_i c i * g t i - \sum_i c i * g 0 i.
    by rewrite -sumrB; apply: eq_bigr => i _; rewrite mulrBr.
  by ring.
apply: (le_trans (ler_norm_add _ _)); apply: (le_trans (ler_add d6 d2)).
rewrite [X in _ <= X * _](splitr e) mulrDl ler_add2r.
apply: (@le_trans _ _ (e / 2%:R / b * (`|t| * b))).
  by rewrite ler_wpmul2l // ltW // divr_gt0.
by rewrite (mulrC `|t|) mulrA mulfVK // lt0r_neq0.
Qed.

End ChainRule.

Section Contrastive.
Variable F : realFieldType.
Variables O I : finType.
Variables d n : nat.

(** A batch o has the probability rho o; its pairs i have the connections
    K1 o i and K2 o i of their two views, for shared weights w. The loss of the
    batch is a function l o of the distances of its pairs. *)
Variable rho : O -> F.
Variables K1 K2 : O -> I -> 'M[F]_(d, n).
Variable l : O -> (I -> F) -> F.

(** r_i = ½‖K₁ᵀw - K₂ᵀw‖² for the batch o. *)
Definition distances (w : 'cV[F]_d) (o : O) (i : I) : F :=
  pair_loss ((K1 o i)^T *m w) ((K2 o i)^T *m w).

(** L = E l(r). *)
Definition total_loss (w : 'cV[F]_d) : F := \sum_o rho o * l o (distances w o).

(** E[Σ_i c_i (K₁ - K₂)(K₁ - K₂)ᵀ]. *)
Definition pair_operator (c : O -> I -> F) : 'M[F]_d :=
  mean rho (fun o => \sum_i c o i *: ((K1 o i - K2 o i) *m (K1 o i - K2 o i)^T)).

Lemma distance_derivative w v o i :
  has_derivative (fun t => distances (w + t *: v) o i)
    (dot v ((K1 o i - K2 o i) *m (K1 o i - K2 o i)^T *m w)).
Proof.
pose J := K1 o i - K2 o i.
have E u : distances u o i = 2%:R^-1 * dot (J^T *m u) (J^T *m u).
  by rewrite /distances /pair_loss /J linearB /= mulmxBl.
apply: (@quadratic_derivative _ _ _ (2%:R^-1 * dot (J^T *m v) (J^T *m v))).
exists 1; rewrite ?ltr01 // => t _; rewrite scale0r addr0 !E -/J -mulmxA [dot v _]dot_mulr.
rewrite mulmxDr -scalemxAr !(dotDl, dotDr, dotZl, dotZr) (dotC (J^T *m w) (J^T *m v)).
move: (dot (J^T *m w) (J^T *m w)) (dot (J^T *m v) (J^T *m w)) => a b.
by move: (dot (J^T *m v) (J^T *m v)) => c; field.
Qed.

(** contrastive-operator: for every differentiable loss of the distances of any
    pairs, both branches, -∇L = -E[Σ_i ∂l/∂r_i (K₁ - K₂)(K₁ - K₂)ᵀ] w. *)
Theorem loss_of_pairs (c : O -> I -> F) w v :
  (forall o, has_gradient (l o) (distances w o) (c o)) ->
  has_derivative (fun t => total_loss (w + t *: v)) (dot v (pair_operator c *m w)).
Proof.
move=> lc; rewrite -mean_mulr dot_meanr; apply: derivative_sum => o.
apply: derivative_scale; rewrite mulmx_suml dot_sumr.
have -> : \sum_i dot v (c o i *: ((K1 o i - K2 o i) *m (K1 o i - K2 o i)^T) *m w)
    = \sum_i c o i * dot v ((K1 o i - K2 o i) *m (K1 o i - K2 o i)^T *m w).
  by apply: eq_bigr => i _; rewrite -scalemxAl dotZr.
apply: (@chain_rule _ _ (l o) (fun t => distances (w + t *: v) o)) => [|i].
  by rewrite scale0r addr0.
exact: distance_derivative.
Qed.

End Contrastive.

Section OnePositive.
Variable F : realFieldType.
Variable O : finType.
Variables H d n : nat.
Variable rho : O -> F.

(** The connections of the anchor, its positive and its H negatives. *)
Variables K1 Kp : O -> 'M[F]_(d, n).
Variable Kn : O -> 'I_H -> 'M[F]_(d, n).

(** Pair 0 is the positive, pair k + 1 the negative k. *)
Definition partner (o : O) (i : 'I_H.+1) : 'M[F]_(d, n) :=
  if unlift ord0 i is Some k then Kn o k else Kp o.

(** E[Σ_k ξ_k (K₁ - K₋ₖ)(K₁ - K₋ₖ)ᵀ]. *)
Definition inter_sample (xi : O -> 'I_H -> F) : 'M[F]_d :=
  mean rho (fun o => \sum_k xi o k *: ((K1 o - Kn o k) *m (K1 o - Kn o k)^T)).

(** E[(Σ_k ξ_k) (K₁ - K₊)(K₁ - K₊)ᵀ]. *)
Definition intra_sample (xi : O -> 'I_H -> F) : 'M[F]_d :=
  mean rho (fun o => (\sum_k xi o k) *: ((K1 o - Kp o) *m (K1 o - Kp o)^T)).

(** contrastive-operator#both-branches: for every differentiable loss with
    ∂l/∂r_k = -ξ_k and ∂l/∂r₊ = Σ_k ξ_k, any number of negatives,
    -∇L = (E[Σ_k ξ_k (K₁-K₋ₖ)(K₁-K₋ₖ)ᵀ] - E[(Σ_k ξ_k)(K₁-K₊)(K₁-K₊)ᵀ]) w. *)
Theorem contrastive_operator (l : O -> ('I_H.+1 -> F) -> F) (xi : O -> 'I_H -> F) w v :
  let r := distances (fun o _ => K1 o) partner in
  (forall o, has_gradient (l o) (r w o)
     (fun i => if unlift ord0 i is Some k then - xi o k else \sum_k xi o k)) ->
  has_derivative (fun t => \sum_o rho o * l o (r (w + t *: v) o))
    (- dot v ((inter_sample xi - intra_sample xi) *m w)).
Proof.
move=> r lc; have := loss_of_pairs rho v lc.
suff -> : pair_operator rho (fun o _ => K1 o) partner
    (fun o i => if unlift ord0 i is Some k then - xi o k else \sum_k xi o k)
    = - (inter_sample xi - intra_sample xi) by rewrite mulNmx dotNr.
rewrite opprB -meanB; apply: eq_mean => o.
rewrite big_ord_recl /partner unlift_none -sumrN; congr (_ + _).
by apply: eq_bigr => k _; rewrite liftK scaleNr.
Qed.

Hypothesis rho0 : forall o, 0 <= rho o.

Lemma gram_scale_ge0 (c : F) (J : 'M[F]_(d, n)) v :
  0 <= c -> 0 <= dot v (c *: (J *m J^T) *m v).
Proof. by move=> c0; rewrite -scalemxAl dotZr mulr_ge0 // -mulmxA dot_mulr dot_ge0. Qed.

(** contrastive-operator#semidefinite (in part): for ξ ≥ 0 the operator between
    samples is positive semidefinite. only: that of the positives is
    `intra_sample_semidefinite`. *)
Theorem inter_sample_semidefinite xi v :
  (forall o k, 0 <= xi o k) -> 0 <= dot v (inter_sample xi *m v).
Proof.
move=> xi0; rewrite -mean_mulr dot_meanr; apply: sumr_ge0 => o _.
rewrite mulr_ge0 // mulmx_suml dot_sumr; apply: sumr_ge0 => k _.
exact: gram_scale_ge0.
Qed.

(** contrastive-operator#semidefinite (in part): for ξ ≥ 0 so is that of the
    positives. only: that between samples is `inter_sample_semidefinite`. *)
Theorem intra_sample_semidefinite xi v :
  (forall o k, 0 <= xi o k) -> 0 <= dot v (intra_sample xi *m v).
Proof.
move=> xi0; rewrite -mean_mulr dot_meanr; apply: sumr_ge0 => o _.
by rewrite mulr_ge0 // gram_scale_ge0 // sumr_ge0.
Qed.

End OnePositive.
