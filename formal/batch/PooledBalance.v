(** Layer balance in networks with pools. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means networks.Derivative updates.Differentiable
  updates.Losses.
From dualproof Require Import batch.WeightGradient batch.LayerBalance batch.MappedNetwork.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** Layers l and l + 1 of a network with pools, and any loss r of its outputs. *)
Section PooledBalance.
Variable F : realFieldType.
Variable U : finType.
Variables n0 m k1 h1 k2 h2 n : nat.
Variable below : mapped_network F n0 m.
Variable phi1 : layer_map F k1 h1.
Variable phi2 : layer_map F k2 h2.
Variable above : mapped_network F h2 n.
Variable x : U -> 'cV[F]_n0.
Variable r : {ffun U -> 'cV[F]_n} -> F.

Let top (W1 : 'M[F]_(k1, m)) (W2 : 'M[F]_(k2, h1)) := Mapped W1 phi1 (Mapped W2 phi2 above).
Let y u := evaluate below (x u).

(** The loss as a function of the weights of layers l and l + 1. *)
Definition loss_of_mapped W1 W2 : F := r [ffun u => evaluate (top W1 W2) (evaluate below (x u))].

Variables (W1 : 'M[F]_(k1, m)) (W2 : 'M[F]_(k2, h1)).
Variable g : U -> 'cV[F]_n.
Hypothesis g_gradient : has_output_gradient r (fun u => evaluate (top W1 W2) (y u)) g.
Hypothesis linear_below : forall u, is_linear_around below (x u).
Hypothesis linear_above : forall u, is_linear_around (top W1 W2) (y u).

Let f1 u := apply phi1 (W1 *m y u).
Let D1 u := gates_at phi1 (W1 *m y u).
Let D2 u := gates_at phi2 (W2 *m f1 u).
Let gates_below := with_gates below x.
Let gates_above := with_gates above (fun u => apply phi2 (W2 *m f1 u)).

Let below_gates u : forward gates_below u (x u) = y u.
Proof. by rewrite -evaluate_gates. Qed.

Let f1_gates u : D1 u *m (W1 *m y u) = f1 u.
Proof. by rewrite -apply_gates //; case: (linear_above u). Qed.

Let output_gates u : evaluate (top W1 W2) (y u)
  = forward (stack gates_below (Layer W1 D1 (Layer W2 D2 gates_above))) u (x u).
Proof. by rewrite forward_stack below_gates evaluate_gates. Qed.

Let gated_gradient_at : has_output_gradient r
  (fun u => forward (stack gates_below (Layer W1 D1 (Layer W2 D2 gates_above))) u (x u)) g.
Proof.
move=> d; apply: eq_derivative (g_gradient d) => t; congr r; apply/ffunP => u.
by rewrite !ffunE output_gates.
Qed.

Lemma mapped_lower : has_weight_gradient (fun W => loss_of_mapped W W2) W1
  (layer_gradient gates_below D1 (Layer W2 D2 gates_above) x g).
Proof.
apply: gated_gradient gated_gradient_at => V.
have [s s0 sP] := layer_stays V linear_above; exists s => // t /sP E.
by congr r; apply/ffunP => u; rewrite !ffunE forward_stack below_gates; apply: E.
Qed.

Lemma mapped_upper : has_weight_gradient (loss_of_mapped W1) W2
  (layer_gradient (stack gates_below (Layer W1 D1 Output)) D2 gates_above x g).
Proof.
have E W u : forward (stack (stack gates_below (Layer W1 D1 Output)) (Layer W D2 gates_above)) u (x u)
    = forward (Layer W D2 gates_above) u (f1 u).
  by rewrite 2!forward_stack below_gates /= f1_gates.
apply: (gated_gradient (r := r)) => [V|d].
  have [s s0 sP] := layer_stays V (fun u => (linear_above u).2); exists s => // t /sP S.
  by congr r; apply/ffunP => u; rewrite !ffunE E; apply: S.
apply: eq_derivative (gated_gradient_at d) => t; congr r; apply/ffunP => u.
by rewrite !ffunE E forward_stack below_gates /= f1_gates.
Qed.

(** layer-balance#diagonals: a network of activations, pools and masks, at weights
    near which every layer is linear:
    (W_{l+1}ᵀ ∇_{W_{l+1}} L)_jj = Σ_{i in pool j} (∇_{W_l} L · W_lᵀ)_ii. The layers
    of MappedNetwork.v are linear near pre-activations without a zero and without a
    tie ([relu_layer_linear], [max_layer_linear], [average_layer_linear]). *)
Theorem pooled_balance_of_diagonals (pool : 'I_k1 -> 'I_h1) M1 M2 G1 G2 :
  (forall z j i, pool i != j -> gates_at phi1 z j i = 0) ->
  masked M1 W1 = W1 -> masked M2 W2 = W2 ->
  has_masked_gradient M1 (fun W => loss_of_mapped W W2) W1 G1 ->
  has_masked_gradient M2 (loss_of_mapped W1) W2 G2 ->
  forall j, (W2^T *m G2) j j = \sum_(i | pool i == j) (G1 *m W1^T) i i.
Proof.
move=> pools MW1 MW2 LG1 LG2 j.
rewrite (masked_gradient mapped_upper LG2) (masked_gradient mapped_lower LG1).
rewrite masked_upper // (diagonals_balance _ _ _ _ _ _ _ (pool := pool)).
  by apply: eq_bigr => i _; rewrite masked_lower.
by move=> u j' i; apply: pools.
Qed.

(** layer-balance#diagonals (in part): the same, where layer l has a max-pool after
    its activation. only: this pool. *)
Theorem max_pool_balance_of_diagonals (pool : 'I_k1 -> 'I_h1) first slope M1 M2 G1 G2 :
  (forall j, pool (first j) = j) -> phi1 = max_layer pool first slope ->
  masked M1 W1 = W1 -> masked M2 W2 = W2 ->
  has_masked_gradient M1 (fun W => loss_of_mapped W W2) W1 G1 ->
  has_masked_gradient M2 (loss_of_mapped W1) W2 G2 ->
  forall j, (W2^T *m G2) j j = \sum_(i | pool i == j) (G1 *m W1^T) i i.
Proof.
move=> pf phiE; apply: pooled_balance_of_diagonals => z j i ij.
by rewrite phiE max_layer_pools.
Qed.

End PooledBalance.
