(** The gradient of any loss of the outputs by the weights of one layer. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means networks.Derivative networks.Relu
  updates.Differentiable updates.Losses.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.

(** The weights that exist: the entries of a mask times those of V. *)
Definition masked k m (M V : 'M[F]_(k, m)) : 'M[F]_(k, m) := \matrix_(i, j) (M i j * V i j).

(** ∇_W L = G: on every line W + tV the loss has the derivative ⟨vec V, vec G⟩. *)
Definition has_weight_gradient k m (L : 'M[F]_(k, m) -> F) (W G : 'M[F]_(k, m)) : Prop :=
  forall V, has_derivative (fun t => L (W + t *: V)) (dot (vec V) (vec G)).

(** The same where only the weights of the mask M move. *)
Definition has_masked_gradient k m (M : 'M[F]_(k, m)) (L : 'M[F]_(k, m) -> F)
    (W G : 'M[F]_(k, m)) : Prop :=
  forall V, has_derivative (fun t => L (W + t *: masked M V)) (dot (vec V) (vec G)).

(** Σ_u (J_l D_l)ᵀ g_u f_{l-1,u}ᵀ, for the inputs x u of the network and the
    gradients g u of the loss at its outputs. *)
Definition layer_gradient (U : finType) n0 m k h n (below : network F U n0 m)
    (D : U -> 'M[F]_(h, k)) (above : network F U h n) (x : U -> 'cV[F]_n0)
    (g : U -> 'cV[F]_n) : 'M[F]_(k, m) :=
  \sum_u ((jacobian above u *m D u)^T *m g u) *m (forward below u (x u))^T.

End Definitions.

Section Gradients.
Variable F : realFieldType.

Lemma vec_inj k m (G G' : 'M[F]_(k, m)) :
  (forall V, dot (vec V) (vec G) = dot (vec V) (vec G')) -> G = G'.
Proof.
move=> GG; have /matrixP E : vec G = vec G'.
  apply: dot_inj => d; have := GG (vec_mx d^T)^T.
  by rewrite {1 3}/vec !trmxK vec_mxK trmxK.
by apply/matrixP => i j; have := E (mxvec_index j i) 0; rewrite !vec_entry.
Qed.

(** The gradient is unique. *)
Lemma weight_gradient_unique k m (L : 'M[F]_(k, m) -> F) W G G' :
  has_weight_gradient L W G -> has_weight_gradient L W G' -> G = G'.
Proof. by move=> LG LG'; apply: vec_inj => V; apply: derivative_unique (LG V) (LG' V). Qed.

Lemma dot_vec_masked k m (M V G : 'M[F]_(k, m)) :
  dot (vec (masked M V)) (vec G) = dot (vec V) (vec (masked M G)).
Proof.
apply: eq_bigr => ij _; case/mxvec_indexP: ij => j i.
by rewrite !vec_entry !mxE -mulrA mulrCA.
Qed.

(** The gradient by the weights of a mask is the mask of the gradient. *)
Lemma masked_gradient k m (M : 'M[F]_(k, m)) (L : 'M[F]_(k, m) -> F) W G G' :
  has_weight_gradient L W G -> has_masked_gradient M L W G' -> G' = masked M G.
Proof.
move=> LG LG'; apply: vec_inj => V; rewrite -dot_vec_masked.
exact: derivative_unique (LG' V) (LG (masked M V)).
Qed.

Lemma dot_vec_sum (U : finType) k m (V : 'M[F]_(k, m)) (g : U -> 'cV[F]_k) (f : U -> 'cV[F]_m) :
  dot (vec V) (vec (\sum_u g u *m (f u)^T)) = \sum_u dot (g u) (V *m f u).
Proof.
have -> : vec (\sum_u g u *m (f u)^T) = \sum_u vec (g u *m (f u)^T) by rewrite /vec !linear_sum.
by rewrite dot_sumr; apply: eq_bigr => u _; rewrite dot_vec_outer.
Qed.

Variables (U : finType) (n0 n : nat).
Variable r : {ffun U -> 'cV[F]_n} -> F.
Variable x : U -> 'cV[F]_n0.
Variable g : U -> 'cV[F]_n.

(** The gradient of any loss by the weights of a layer with given gates. *)
Lemma gated_gradient m k h (below : network F U n0 m) (D : U -> 'M[F]_(h, k))
    (above : network F U h n) (L : 'M[F]_(k, m) -> F) W :
  let out W' u := forward (stack below (Layer W' D above)) u (x u) in
  (forall V, near_zero (fun t => L (W + t *: V) = r [ffun u => out (W + t *: V) u])) ->
  has_output_gradient r (out W) g ->
  has_weight_gradient L W (layer_gradient below D above x g).
Proof.
move=> out LE rg V; apply: near_derivative (LE V) _; rewrite dot_vec_sum.
have -> : \sum_u dot ((jacobian above u *m D u)^T *m g u) (V *m forward below u (x u))
    = \sum_u dot (g u) ((connection below D above u (x u))^T *m vec V).
  by apply: eq_bigr => u _; rewrite kron_tr_vec -dot_mulr.
apply: (loss_on_line (z := fun t u => out (W + t *: V) u) rg).
by exists 1; rewrite ?ltr01 // => t _ u; rewrite /out connection_derivative.
Qed.

Lemma eq_jacobian (T : Type) m k (N : relu_network F m k) (y y' : T -> 'cV[F]_m) u :
  (forall v, y v = y' v) -> jacobian (gated N y) u = jacobian (gated N y') u.
Proof.
elim: N y y' => //= m' k' n' W a above IH y y' yy.
by rewrite yy (IH _ (fun v => activation a (W *m y' v))) // => v; rewrite yy.
Qed.

Lemma gated_stack m k (N : relu_network F n0 m) (N' : relu_network F m k) :
  gated (relu_stack N N') x = stack (gated N x) (gated N' (fun u => run N (x u))).
Proof. by elim: N N' x => //= m' k' n' W a above IH N' z; rewrite IH. Qed.

(** The gradient of any loss by the weights of a layer of a ReLU network. *)
Lemma relu_gradient m k (below : relu_network F n0 m) slope (above : relu_network F k n)
    (L : 'M[F]_(k, m) -> F) W :
  let out W' u := run (relu_stack below (Relu W' slope above)) (x u) in
  (forall u, has_no_zero_preactivation (relu_stack below (Relu W slope above)) (x u)) ->
  (forall W', L W' = r [ffun u => out W' u]) -> has_output_gradient r (out W) g ->
  has_weight_gradient L W (layer_gradient (gated below x)
    (fun u => gate slope (W *m run below (x u)))
    (gated above (fun u => activation slope (W *m run below (x u)))) x g).
Proof.
move=> out nz LE rg; pose fwd W' u := forward (stack (gated below x)
  (Layer W' (fun u => gate slope (W *m run below (x u)))
     (gated above (fun u => activation slope (W *m run below (x u)))))) u (x u).
have out0 u : out W u = fwd W u.
  have [s s0 /(_ 0)] := relu_network_gated 0 nz; rewrite normr0 scale0r addr0.
  by move=> /(_ s0 u).
apply: gated_gradient => [V|d].
  have [s s0 sP] := relu_network_gated V nz; exists s => // t /sP E.
  by rewrite LE; congr r; apply/ffunP => u; rewrite !ffunE; apply: E.
have := rg d; apply: eq_derivative => t; congr r; apply/ffunP => u.
by rewrite !ffunE out0.
Qed.

End Gradients.
