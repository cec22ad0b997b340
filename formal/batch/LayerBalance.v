(** Neighbouring layers receive balanced gradients, whatever the loss. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means networks.Derivative networks.Relu
  updates.Differentiable updates.Losses.
From dualproof Require Import batch.WeightGradient.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The layers l and l + 1 with given gates D1 and D2. *)
Section Balance.
Variable F : realFieldType.
Variable U : finType.
Variables n0 m k1 h1 k2 h2 n : nat.
Variable below : network F U n0 m.
Variable D1 : U -> 'M[F]_(h1, k1).
Variable D2 : U -> 'M[F]_(h2, k2).
Variable above : network F U h2 n.
Variable x : U -> 'cV[F]_n0.
Variable g : U -> 'cV[F]_n.
Variables (W1 : 'M[F]_(k1, m)) (W2 : 'M[F]_(k2, h1)).

Let lower := layer_gradient below D1 (Layer W2 D2 above) x g.
Let upper := layer_gradient (stack below (Layer W1 D1 Output)) D2 above x g.

(** ∂L/∂f_l and the pre-activation of layer l. *)
Let b u := W2^T *m ((jacobian above u *m D2 u)^T *m g u).
Let f u := W1 *m forward below u (x u).

Lemma upper_product : W2^T *m upper = \sum_u b u *m (D1 u *m f u)^T.
Proof.
rewrite mulmx_sumr; apply: eq_bigr => u _.
by rewrite forward_stack /= [LHS]mulmxA.
Qed.

Lemma lower_product : lower *m W1^T = \sum_u ((D1 u)^T *m b u) *m (f u)^T.
Proof.
rewrite mulmx_suml; apply: eq_bigr => u _.
by rewrite /b /f /= [in RHS]trmx_mul !trmx_mul !mulmxA.
Qed.

(** Unit i of layer l belongs to the pool pi i: the gates lead from it to no other. *)
Variable pool : 'I_k1 -> 'I_h1.
Hypothesis gates_of_pools : forall u j i, pool i != j -> D1 u j i = 0.

Lemma diagonals_balance j :
  (W2^T *m upper) j j = \sum_(i | pool i == j) (lower *m W1^T) i i.
Proof.
rewrite upper_product lower_product summxE.
under [RHS]eq_bigr => i _ do rewrite summxE.
rewrite exchange_big /=; apply: eq_bigr => u _.
rewrite mxE big_ord1 ![_^T _ _]mxE [(D1 u *m f u) _ _]mxE mulr_sumr.
rewrite (bigID (fun i => pool i == j)) /= [X in _ + X]big1 ?addr0 => [|i ij]; last first.
  by rewrite gates_of_pools // mul0r mulr0.
apply: eq_bigr => i /eqP ij; rewrite [RHS]mxE big_ord1 ![_^T _ _]mxE [((D1 u)^T *m b u) _ _]mxE.
rewrite (bigD1 j) //= big1 ?addr0 => [|j' jj]; first by rewrite [_^T i j]mxE mulrCA mulrA.
by rewrite mxE gates_of_pools ?mul0r // ij eq_sym.
Qed.

End Balance.

Section Masks.
Variable F : realFieldType.
Variables k m : nat.
Variables M W G : 'M[F]_(k, m).
Hypothesis masked_W : masked M W = W.

Lemma masked_upper j : (W^T *m masked M G) j j = (W^T *m G) j j.
Proof.
rewrite !mxE; apply: eq_bigr => i _; rewrite ![_^T _ _]mxE -[in RHS]masked_W !mxE.
by rewrite mulrA [W i j * _]mulrC.
Qed.

Lemma masked_lower i : (masked M G *m W^T) i i = (G *m W^T) i i.
Proof.
rewrite !mxE; apply: eq_bigr => j _; rewrite ![_^T _ _]mxE -[in RHS]masked_W !mxE.
by rewrite [M i j * W i j]mulrC mulrA [RHS]mulrC mulrA.
Qed.

End Masks.

(** Any loss r of the outputs, differentiable at them (with the gradient g). *)
Section GivenGates.
Variable F : realFieldType.
Variable U : finType.
Variables n0 m k1 h1 k2 h2 n : nat.
Variable below : network F U n0 m.
Variable D1 : U -> 'M[F]_(h1, k1).
Variable D2 : U -> 'M[F]_(h2, k2).
Variable above : network F U h2 n.
Variable x : U -> 'cV[F]_n0.
Variable r : {ffun U -> 'cV[F]_n} -> F.

(** The loss as a function of the weights of layers l and l + 1. *)
Definition loss_of_gated (W1 : 'M[F]_(k1, m)) (W2 : 'M[F]_(k2, h1)) : F :=
  r [ffun u => forward (stack below (Layer W1 D1 (Layer W2 D2 above))) u (x u)].

Variables (W1 : 'M[F]_(k1, m)) (W2 : 'M[F]_(k2, h1)).
Variable g : U -> 'cV[F]_n.
Hypothesis g_gradient : has_output_gradient r
  (fun u => forward (stack below (Layer W1 D1 (Layer W2 D2 above))) u (x u)) g.

Lemma lower_gradient : has_weight_gradient (fun W => loss_of_gated W W2) W1
  (layer_gradient below D1 (Layer W2 D2 above) x g).
Proof. by apply: gated_gradient g_gradient => V; exists 1; rewrite ?ltr01. Qed.

Lemma upper_gradient : has_weight_gradient (loss_of_gated W1) W2
  (layer_gradient (stack below (Layer W1 D1 Output)) D2 above x g).
Proof.
have E W u : forward (stack (stack below (Layer W1 D1 Output)) (Layer W D2 above)) u (x u)
    = forward (stack below (Layer W1 D1 (Layer W D2 above))) u (x u).
  by rewrite !forward_stack.
apply: (gated_gradient (r := r)) => [V|d].
  by exists 1; rewrite ?ltr01 // => t _; congr r; apply/ffunP => u; rewrite !ffunE E.
by apply: eq_derivative (g_gradient d) => t; congr r; apply/ffunP => u; rewrite !ffunE E.
Qed.

(** layer-balance#diagonals (in part): with pools and masks,
    (W_{l+1}ᵀ ∇_{W_{l+1}} L)_jj = Σ_{i in pool j} (∇_{W_l} L · W_lᵀ)_ii. only: the
    gates are given (networks that compute theirs: PooledBalance.v). *)
Theorem balance_of_diagonals (pool : 'I_k1 -> 'I_h1) M1 M2 G1 G2 :
  (forall u j i, pool i != j -> D1 u j i = 0) ->
  masked M1 W1 = W1 -> masked M2 W2 = W2 ->
  has_masked_gradient M1 (fun W => loss_of_gated W W2) W1 G1 ->
  has_masked_gradient M2 (loss_of_gated W1) W2 G2 ->
  forall j, (W2^T *m G2) j j = \sum_(i | pool i == j) (G1 *m W1^T) i i.
Proof.
move=> D1pool MW1 MW2 LG1 LG2 j.
rewrite (masked_gradient upper_gradient LG2) (masked_gradient lower_gradient LG1).
rewrite masked_upper // (diagonals_balance below D2 above x g W1 W2 D1pool).
by apply: eq_bigr => i _; rewrite masked_lower.
Qed.

End GivenGates.

(** layer-balance#matrices: given gates, where layer l is linear and both are
    dense: W_{l+1}ᵀ ∇_{W_{l+1}} L = ∇_{W_l} L · W_lᵀ as matrices. *)
Theorem balance_of_matrices (F : realFieldType) (U : finType) n0 m k k2 h2 n
    (below : network F U n0 m) (D1 : U -> 'M[F]_k) (D2 : U -> 'M[F]_(h2, k2))
    (above : network F U h2 n) (x : U -> 'cV[F]_n0) (r : {ffun U -> 'cV[F]_n} -> F)
    (W1 : 'M[F]_(k, m)) (W2 : 'M[F]_(k2, k)) g G1 G2 :
  let L := loss_of_gated below D1 D2 above x r in
  has_output_gradient r
    (fun u => forward (stack below (Layer W1 D1 (Layer W2 D2 above))) u (x u)) g ->
  (forall u, D1 u = 1%:M) ->
  has_weight_gradient (fun W => L W W2) W1 G1 -> has_weight_gradient (L W1) W2 G2 ->
  W2^T *m G2 = G1 *m W1^T.
Proof.
move=> L rg D1_one LG1 LG2; rewrite (weight_gradient_unique LG2 (upper_gradient rg)).
rewrite (weight_gradient_unique LG1 (lower_gradient rg)) upper_product lower_product.
by apply: eq_bigr => u _; rewrite D1_one trmx1 !mul1mx.
Qed.

(** ReLU, leaky ReLU and linear layers, without pools. *)
Section ReluBalance.
Variable F : realFieldType.
Variable U : finType.
Variables n0 m k1 k2 n : nat.
Variable below : relu_network F n0 m.
Variables slope1 slope2 : F.
Variable above : relu_network F k2 n.
Variable x : U -> 'cV[F]_n0.
Variable r : {ffun U -> 'cV[F]_n} -> F.

(** The loss as a function of the weights of layers l and l + 1. *)
Definition loss_of_relu (W1 : 'M[F]_(k1, m)) (W2 : 'M[F]_(k2, k1)) : F :=
  r [ffun u => run (relu_stack below (Relu W1 slope1 (Relu W2 slope2 above))) (x u)].

Variables (W1 : 'M[F]_(k1, m)) (W2 : 'M[F]_(k2, k1)).
Let net := relu_stack below (Relu W1 slope1 (Relu W2 slope2 above)).
Variable g : U -> 'cV[F]_n.
Hypothesis g_gradient : has_output_gradient r (fun u => run net (x u)) g.
Hypothesis no_zero : forall u, has_no_zero_preactivation net (x u).

Let D1 u := gate slope1 (W1 *m run below (x u)).
Let f1 u := activation slope1 (W1 *m run below (x u)).
Let D2 u := gate slope2 (W2 *m f1 u).
Let gates_above := gated above (fun u => activation slope2 (W2 *m f1 u)).

Lemma relu_lower : has_weight_gradient (fun W => loss_of_relu W W2) W1
  (layer_gradient (gated below x) D1 (Layer W2 D2 gates_above) x g).
Proof. exact: (relu_gradient no_zero (fun=> erefl) g_gradient). Qed.

Lemma relu_upper : has_weight_gradient (loss_of_relu W1) W2
  (layer_gradient (stack (gated below x) (Layer W1 D1 Output)) D2 gates_above x g).
Proof.
pose below' := relu_stack below (Relu W1 slope1 Top).
have R u : run below' (x u) = f1 u by rewrite run_stack.
have E W u : run (relu_stack below' (Relu W slope2 above)) (x u)
    = run (relu_stack below (Relu W1 slope1 (Relu W slope2 above))) (x u).
  by rewrite !run_stack.
have nz u : has_no_zero_preactivation (relu_stack below' (Relu W2 slope2 above)) (x u).
  have := no_zero u; rewrite /net /below'; move: (x u).
  by elim: below W1 => //= m' k' n' W' a N IH W1' z [? /IH].
have rg : has_output_gradient r
    (fun u => run (relu_stack below' (Relu W2 slope2 above)) (x u)) g.
  move=> d; apply: eq_derivative (g_gradient d) => t; congr r; apply/ffunP => u.
  by rewrite !ffunE E.
have LE W : loss_of_relu W1 W = r [ffun u => run (relu_stack below' (Relu W slope2 above)) (x u)].
  by congr r; apply/ffunP => u; rewrite !ffunE E.
move=> V; have := relu_gradient nz LE rg V; congr (has_derivative _ (dot _ (vec _))).
apply: eq_bigr => u _; congr (_ *m _^T).
  by rewrite /gates_above (eq_jacobian _ (y' := fun u => activation slope2 (W2 *m f1 u))) ?R // => v; rewrite R.
by rewrite /below' gated_stack.
Qed.

(** layer-balance#diagonals (in part): ReLU, leaky ReLU and linear layers, with masks:
    the diagonals of W_{l+1}ᵀ ∇_{W_{l+1}} L and ∇_{W_l} L · W_lᵀ are equal. only:
    without pools. *)
Theorem relu_balance_of_diagonals M1 M2 G1 G2 :
  masked M1 W1 = W1 -> masked M2 W2 = W2 ->
  has_masked_gradient M1 (fun W => loss_of_relu W W2) W1 G1 ->
  has_masked_gradient M2 (loss_of_relu W1) W2 G2 ->
  forall j, (W2^T *m G2) j j = (G1 *m W1^T) j j.
Proof.
move=> MW1 MW2 LG1 LG2 j.
rewrite (masked_gradient relu_upper LG2) (masked_gradient relu_lower LG1).
rewrite masked_upper // masked_lower // (diagonals_balance _ _ _ _ _ _ _ (pool := id)).
  exact: big_pred1_eq.
by move=> u i i' ii'; rewrite mxE eq_sym (negbTE ii').
Qed.

(** layer-balance#matrices: in a network that computes its gates, where layer l is
    linear and both are dense, W_{l+1}ᵀ ∇_{W_{l+1}} L = ∇_{W_l} L · W_lᵀ. *)
Theorem relu_balance_of_matrices G1 G2 : slope1 = 1 ->
  has_weight_gradient (fun W => loss_of_relu W W2) W1 G1 ->
  has_weight_gradient (loss_of_relu W1) W2 G2 ->
  W2^T *m G2 = G1 *m W1^T.
Proof.
move=> s1 LG1 LG2; rewrite (weight_gradient_unique LG2 relu_upper).
rewrite (weight_gradient_unique LG1 relu_lower) upper_product lower_product.
apply: eq_bigr => u _; have -> : D1 u = 1%:M.
  by apply/matrixP => i j; rewrite !mxE s1 if_same.
by rewrite trmx1 !mul1mx.
Qed.

End ReluBalance.

(** layer-balance: on curves of weights that move at the rates -∇, such as those
    of gradient flow, the entries of W_{l+1}ᵀ W_{l+1} - W_l W_lᵀ at which the two
    products balance stand still: the diagonal, or all. *)
Theorem balance_conserved (F : realFieldType) m k k2 (W1 : F -> 'M[F]_(k, m))
    (W2 : F -> 'M[F]_(k2, k)) (G1 : 'M[F]_(k, m)) (G2 : 'M[F]_(k2, k)) i j :
  (forall a b, has_derivative (fun t => W1 t a b) (- G1 a b)) ->
  (forall a b, has_derivative (fun t => W2 t a b) (- G2 a b)) ->
  ((W2 0)^T *m G2) i j = (G1 *m (W1 0)^T) i j ->
  ((W2 0)^T *m G2) j i = (G1 *m (W1 0)^T) j i ->
  has_derivative (fun t => ((W2 t)^T *m W2 t - W1 t *m (W1 t)^T) i j) 0.
Proof.
move=> d1 d2 ij ji.
have D2 := derivative_sum (fun a => derivative_mul (d2 a i) (d2 a j)).
have D1 := derivative_sum (fun b => derivative_mul (d1 i b) (d1 j b)).
have := derivative_add D2 (derivative_scale (- 1) D1).
have -> : \sum_a (- G2 a i * W2 0 a j + W2 0 a i * - G2 a j)
    = - (((W2 0)^T *m G2) i j + ((W2 0)^T *m G2) j i).
  rewrite !mxE -big_split -sumrN; apply: eq_bigr => a _; rewrite /= !mxE.
  by rewrite opprD mulrN mulNr addrC [W2 0 a j * _]mulrC.
have -> : \sum_b (- G1 i b * W1 0 j b + W1 0 i b * - G1 j b)
    = - ((G1 *m (W1 0)^T) i j + (G1 *m (W1 0)^T) j i).
  rewrite !mxE -big_split -sumrN; apply: eq_bigr => b _; rewrite /= !mxE.
  by rewrite opprD mulrN mulNr [W1 0 i b * _]mulrC.
rewrite ij ji mulN1r subrr; apply: eq_derivative => t.
rewrite !mxE mulN1r; congr (_ - _); apply: eq_bigr => a _; by rewrite mxE.
Qed.
