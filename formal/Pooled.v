(** Networks with pools: layers x ↦ φ(W x), where φ is an activation followed by
    a max-pool or an average-pool, or any map that near a pre-activation is
    multiplication by a gate matrix. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import Network Means Derivative Relu Differentiable Losses.
From dualproof Require Import WeightGradient LayerBalance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.

(** The map of a layer from its pre-activations to its outputs, with the gates
    that it has at a pre-activation. *)
Record layer_map (k h : nat) := LayerMap
  { apply : 'cV[F]_k -> 'cV[F]_h; gates_at : 'cV[F]_k -> 'M[F]_(h, k) }.

(** Near z, on every line, the map is multiplication by its gates at z. *)
Definition linear_near k h (phi : layer_map k h) (z : 'cV[F]_k) : Prop :=
  forall d, near_zero (fun t => apply phi (z + t *: d) = gates_at phi z *m (z + t *: d)).

(** A network of layers x ↦ φ(W x). *)
Inductive mapped_network : nat -> nat -> Type :=
| Outputs n : mapped_network n n
| Mapped m k h n (W : 'M[F]_(k, m)) (phi : layer_map k h) (above : mapped_network h n) :
    mapped_network m n.

Fixpoint evaluate m n (N : mapped_network m n) : 'cV[F]_m -> 'cV[F]_n :=
  match N with
  | Outputs _ => fun x => x
  | Mapped _ _ _ _ W phi above => fun x => evaluate above (apply phi (W *m x))
  end.

(** Every layer is linear near its pre-activation at the input x. *)
Fixpoint is_linear_near m n (N : mapped_network m n) : 'cV[F]_m -> Prop :=
  match N with
  | Outputs _ => fun=> True
  | Mapped _ _ _ _ W phi above => fun x =>
      linear_near phi (W *m x) /\ is_linear_near above (apply phi (W *m x))
  end.

(** The network with the gates of N at the inputs x v. *)
Fixpoint with_gates (V : Type) m n (N : mapped_network m n) : (V -> 'cV[F]_m) -> network F V m n :=
  match N with
  | Outputs _ => fun=> Output
  | Mapped _ _ _ _ W phi above => fun x =>
      Layer W (fun v => gates_at phi (W *m x v)) (with_gates above (fun v => apply phi (W *m x v)))
  end.

(** The activation with slope a, then the largest value of every pool: unit i is
    of the pool [pool i], and [first j] is a unit of the pool j. *)
Section Pools.
Variables k h : nat.
Variable pool : 'I_k -> 'I_h.
Variable first : 'I_h -> 'I_k.

Definition winner (y : 'cV[F]_k) (j : 'I_h) : 'I_k :=
  [arg max_(i > first j | pool i == j) y i 0]%O.

Definition max_pool (y : 'cV[F]_k) : 'cV[F]_h := \col_j y (winner y j) 0.

Definition max_layer (a : F) : layer_map k h := LayerMap
  (fun z => max_pool (activation a z))
  (fun z => (\matrix_(j, i) (i == winner (activation a z) j)%:R) *m gate a z).

(** No two units of a pool share the largest value. *)
Definition has_no_tie (y : 'cV[F]_k) : Prop :=
  forall j i, pool i = j -> i != winner y j -> y i 0 < y (winner y j) 0.

(** The activation, then the sum of every pool with the shares A j i. *)
Definition average_layer (A : 'M[F]_(h, k)) (a : F) : layer_map k h := LayerMap
  (fun z => A *m activation a z) (fun z => A *m gate a z).

End Pools.
End Definitions.
Arguments Outputs {F n}.

(** Max-pools and average-pools are linear near pre-activations without a zero
    and without a tie, and their gates do not leave the pools. *)
Section PoolFacts.
Variable F : realFieldType.
Variables k h : nat.
Variable pool : 'I_k -> 'I_h.
Variable first : 'I_h -> 'I_k.
Hypothesis pool_first : forall j, pool (first j) = j.
Implicit Types (y z d : 'cV[F]_k) (a : F).

Lemma winner_in_pool y j : pool (winner pool first y j) = j.
Proof. by rewrite /winner; case: arg_maxP => [|i /eqP]; rewrite ?pool_first. Qed.

Lemma winner_unique y j w : pool w = j ->
  (forall i, pool i = j -> i != w -> y i 0 < y w 0) -> winner pool first y j = w.
Proof.
move=> wj lt; rewrite /winner; case: arg_maxP => [|i /eqP ij max]; first by rewrite pool_first.
apply/eqP/negPn/negP => iw; have := lt_le_trans (lt i ij iw) (max w (introT eqP wj)).
by rewrite ltxx.
Qed.

Lemma winner_stays y d : has_no_tie pool first y ->
  near_zero (fun t => forall j, winner pool first (y + t *: d) j = winner pool first y j).
Proof.
move=> nt; have n1 (j : 'I_h) (i : 'I_k) : near_zero (fun t => pool i = j ->
    i != winner pool first y j -> (y + t *: d) i 0 < (y + t *: d) (winner pool first y j) 0).
  set w := winner pool first y j; case: (eqVneq i w) => [->|iw].
    by exists 1; rewrite ?ltr01.
  case: (eqVneq (pool i) j) => [ij|ij]; last first.
    by exists 1; rewrite ?ltr01 // => t _ /eqP; rewrite (negbTE ij).
  have gap : 0 < y w 0 - y i 0 by rewrite subr_gt0; apply: nt.
  have [r r0 rP] := sign_stays (d w 0 - d i 0) (lt0r_neq0 gap).
  exists r => // t /rP; rewrite gap => s _ _; rewrite -subr_gt0.
  suff -> : (y + t *: d) w 0 - (y + t *: d) i 0 = y w 0 - y i 0 + t * (d w 0 - d i 0) by [].
  by rewrite !mxE mulrBr opprD addrACA.
have [r r0 rP] := near_all (fun j => near_all (n1 j)).
exists r => // t /rP s j; apply: winner_unique; first exact: winner_in_pool.
by move=> i; apply: s.
Qed.

Lemma max_layer_linear a z : (a = 1 \/ forall i, z i 0 != 0) ->
  has_no_tie pool first (activation a z) -> linear_near (max_layer pool first a) z.
Proof.
move=> nz nt d; have n1 := gate_stays d nz; have n2 := winner_stays (gate a z *m d) nt.
have [r r0 rP] := near_and n1 n2; exists r => // t /rP[g w]; apply/colP => j.
have E : gate a z *m (z + t *: d) = activation a z + t *: (gate a z *m d).
  by rewrite mulmxDr -scalemxAr -activation_gate.
rewrite /max_layer /= mxE g E w -mulmxA E [RHS]mxE (bigD1 (winner pool first (activation a z) j)) //=.
rewrite big1 => [|i iw]; rewrite !mxE ?eqxx ?mul1r ?addr0 //.
by rewrite (negbTE iw) mul0r.
Qed.

Lemma max_layer_pools a z j i : pool i != j -> gates_at (max_layer pool first a) z j i = 0.
Proof.
move=> ij; rewrite /= mul_mx_diag !mxE; case: eqP => [iw|_]; last by rewrite mul0r.
by move: ij; rewrite iw winner_in_pool eqxx.
Qed.

Lemma average_layer_linear (A : 'M[F]_(h, k)) a z : (a = 1 \/ forall i, z i 0 != 0) ->
  linear_near (average_layer A a) z.
Proof.
by move=> nz d; have [r r0 rP] := gate_stays d nz; exists r => // t /rP /= ->; rewrite mulmxA.
Qed.

Lemma average_layer_pools (A : 'M[F]_(h, k)) a z : (forall j i, pool i != j -> A j i = 0) ->
  forall j i, pool i != j -> gates_at (average_layer A a) z j i = 0.
Proof. by move=> A0 j i ij; rewrite /= mul_mx_diag !mxE A0 // mul0r. Qed.

End PoolFacts.

Section Facts.
Variable F : realFieldType.
Variable U : finType.

Lemma apply_gates k h (phi : layer_map F k h) z : linear_near phi z -> apply phi z = gates_at phi z *m z.
Proof. by move=> /(_ 0)[r r0 /(_ 0)]; rewrite normr0 scale0r addr0; apply. Qed.

Lemma evaluate_gates m n (N : mapped_network F m n) (x : U -> 'cV[F]_m) v :
  is_linear_near N (x v) -> evaluate N (x v) = forward (with_gates N x) v (x v).
Proof.
elim: N x => //= m' k h n' W phi above IH x [lin lins].
by rewrite -apply_gates // -(IH (fun v => apply phi (W *m x v))).
Qed.

Lemma network_stays m n (N : mapped_network F m n) (x d : U -> 'cV[F]_m) :
  (forall v, is_linear_near N (x v)) ->
  near_zero (fun t => forall v,
    evaluate N (x v + t *: d v) = forward (with_gates N x) v (x v + t *: d v)).
Proof.
elim: N x d => /= [n'|m' k h n' W phi above IH] x d lin; first by exists 1; rewrite ?ltr01.
have n1 := near_all (fun v => (lin v).1 (W *m d v)).
have n2 := IH (fun v => apply phi (W *m x v)) (fun v => gates_at phi (W *m x v) *m (W *m d v))
  (fun v => (lin v).2).
have [r r0 rP] := near_and n1 n2; exists r => // t /rP[g1 g2] v.
have := g2 v; rewrite (apply_gates (lin v).1) scalemxAr -mulmxDr -g1.
by rewrite scalemxAr -mulmxDr => ->; rewrite mulmxDr -scalemxAr g1.
Qed.

(** Near the weights W a layer and the network above it have the gates at W. *)
Lemma layer_stays m k h n (phi : layer_map F k h) (above : mapped_network F h n)
    (W V : 'M[F]_(k, m)) (y : U -> 'cV[F]_m) :
  (forall u, is_linear_near (Mapped W phi above) (y u)) ->
  near_zero (fun t => forall u, evaluate (Mapped (W + t *: V) phi above) (y u)
    = forward (Layer (W + t *: V) (fun u => gates_at phi (W *m y u))
        (with_gates above (fun u => apply phi (W *m y u)))) u (y u)).
Proof.
move=> lin; have n1 := near_all (fun u => (lin u).1 (V *m y u)).
have n2 := network_stays (fun u => gates_at phi (W *m y u) *m (V *m y u)) (fun u => (lin u).2).
have [r r0 rP] := near_and n1 n2; exists r => // t /rP[g1 g2] u /=.
by have := g2 u; rewrite (apply_gates (lin u).1) scalemxAr -mulmxDr -g1 mulmxDl -scalemxAl g1.
Qed.

End Facts.

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
Hypothesis linear_below : forall u, is_linear_near below (x u).
Hypothesis linear_above : forall u, is_linear_near (top W1 W2) (y u).

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

(** layer-balance#diagonals: a network of activations, max-pools, average-pools
    and masks, at weights near which every layer is linear:
    (W_{l+1}ᵀ ∇_{W_{l+1}} L)_jj = Σ_{i in pool j} (∇_{W_l} L · W_lᵀ)_ii. *)
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

(** layer-balance#diagonals: layer l with a max-pool after its activation. *)
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
