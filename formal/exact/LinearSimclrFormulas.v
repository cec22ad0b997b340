(** linear-simclr: what the claim says, and what the counterexamples refute. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolTarget.
From dualproof.exact Require Import Layers Update.
From dualproof.exact Require Export Relations.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The inputs of the views and their laws; W and the fixed layer above it; α; Q, whose columns are the axes. *)
Record setting (F : realFieldType) (X A : finType) k n m := Setting {
  input : X -> A -> 'cV[F]_m;
  of_samples : X -> F;
  of_views : X -> A -> F;
  learnt : 'M[F]_(n, m);
  layer_above : 'M[F]_(k, n);
  step : F;
  axes : 'M[F]_m }.

Section Descent.
Variable F : realFieldType.
Variables X A : finType.
Variables k n m : nat.
Variable s : setting F X A k n m.
Notation p := (of_samples s).
Notation q := (of_views s).

(** The loss of one layer, and below another: E₊ ½‖f − f'‖² − E₋ ½‖f − f'‖² of f = Wx and of W₂Wx. *)
Definition contrast l (f : X -> A -> 'cV[F]_l) : F :=
  positive_loss p q f f - joint_loss (independent_samples p) q f f.
Definition loss (W : 'M[F]_(n, m)) : F := contrast (fun x a => W *m input s x a).
Definition loss_below (W : 'M[F]_(n, m)) : F := contrast (fun x a => layer_above s *m (W *m input s x a)).

Lemma contrast_has_update h g l (f : 'M[F]_(h, g) -> X -> A -> 'cV[F]_l) W :
  (forall x a, affine (fun W' => f W' x a) W) -> has_update (fun W' => contrast (f W')) W.
Proof.
move=> Hf; apply: has_update_sub; last exact: has_update_joint.
apply: has_update_sum => x; apply: has_update_scale.
apply: has_update_sum => a; apply: has_update_scale.
apply: has_update_sum => b; apply: has_update_scale.
exact: has_update_pair.
Qed.

Lemma layer_affine x a (W : 'M[F]_(n, m)) : affine (fun W' : 'M[F]_(n, m) => W' *m input s x a) W.
Proof. by exists (kron_tr (input s x a) 1%:M) => V t; rewrite mulmxDl -scalemxAl kron_tr_vec mul1mx. Qed.

(** Minus the central differences are −∇L. *)
Lemma loss_descends W : descends loss W (vec (update loss W)).
Proof.
suff [u D] : has_update loss W by rewrite -(descends_update D).
by apply: contrast_has_update => x a; exact: layer_affine.
Qed.
Lemma loss_below_descends W : descends loss_below W (vec (update loss_below W)).
Proof.
suff [u D] : has_update loss_below W by rewrite -(descends_update D).
by apply: contrast_has_update => x a; apply: affine_mul; exact: layer_affine.
Qed.

(** W after t steps W ← W − α∇L. *)
Fixpoint after (L : 'M[F]_(n, m) -> F) (t : nat) : 'M[F]_(n, m) :=
  if t is t'.+1 then after L t' + step s *: update L (after L t') else learnt s.
Definition weights_after (t : nat) : 'M[F]_(n, m) := after loss t.
Definition lower_weights_after (t : nat) : 'M[F]_(n, m) := after loss_below t.

(** Σ = V_x[x̄], and the covariance of all views; A^t; W(I + cαΣ)^t. *)
Definition Sigma : 'M[F]_m := variance p (view_mean q (input s)).
Definition of_all_views : 'M[F]_m := total_variance p q 1%:M (input s).
Fixpoint power l (B : 'M[F]_l) (t : nat) : 'M[F]_l := if t is t'.+1 then power B t' *m B else 1%:M.
Definition grown (c : F) (S : 'M[F]_m) (t : nat) : 'M[F]_(n, m) := learnt s *m power (1%:M + (c * step s) *: S) t.
Definition one_layer (t : nat) : 'M[F]_(n, m) := grown 2%:R Sigma t.
Definition factor_one (t : nat) : 'M[F]_(n, m) := grown 1 Sigma t.
Definition total_covariance (t : nat) : 'M[F]_(n, m) := grown 2%:R of_all_views t.

(** W₁ after t steps of vec W₁ ← (I + 2αΣ ⊗ W₂ᵀW₂) vec W₁; (I + 2αW₂ᵀW₂)^t W₁ (I + 2αΣ)^t. *)
Definition square : 'M[F]_n := (layer_above s)^T *m layer_above s.
Fixpoint below_a_fixed_layer (t : nat) : 'M[F]_(n, m) :=
  if t is t'.+1 then
    below_a_fixed_layer t' + (2%:R * step s) *: (square *m below_a_fixed_layer t' *m Sigma)
  else learnt s.
Definition factors_apart (t : nat) : 'M[F]_(n, m) :=
  power (1%:M + (2%:R * step s) *: square) t *m (learnt s *m power (1%:M + (2%:R * step s) *: Sigma) t).

End Descent.

Section Tangents.
Variable F : realFieldType.
Variables X A : finType.
Variables k n m : nat.
Variable s : setting F X A k n m.+1.

(** ⟨w, q_k⟩/⟨w, q₁⟩ of every row, after t steps; times ((1 + 2ασ_k)/(1 + 2ασ₁))^t at the start, and without. *)
Definition tangents_of (W : 'M[F]_(n, m.+1)) : 'M[F]_(n, m.+1) :=
  \matrix_(i, j) ((W *m axes s) i j / (W *m axes s) i ord0).
Definition tangents_after (t : nat) : 'M[F]_(n, m.+1) := tangents_of (weights_after s t).
Definition growth (j : 'I_m.+1) : F := 1 + 2%:R * step s * ((axes s)^T *m (Sigma s *m axes s)) j j.
Definition tangents_fall (t : nat) : 'M[F]_(n, m.+1) :=
  \matrix_(i, j) (tangents_of (learnt s) i j * (growth j / growth ord0) ^+ t).
Definition ratio_of_one (t : nat) : 'M[F]_(n, m.+1) :=
  \matrix_(i, j) (tangents_of (learnt s) i j * 1 ^+ t).

End Tangents.

Section Aligned.
Variable F : realFieldType.
Variables X A : finType.
Variables k n m : nat.
Variable s : setting F X A k n m.
Implicit Types (levels : seq 'rV[F]_m) (layers : seq 'M[F]_m) (B : 'M[F]_m).

(** W_l ⋯ W₁ B, the lowest layer first; W₁ = diag(a) Qᵀ and diag(a) above it. *)
Fixpoint product_of layers B : 'M[F]_m := if layers is V :: above then product_of above (V *m B) else B.
Definition aligned levels : seq 'M[F]_m :=
  if levels is a :: above then diag_mx a *m (axes s)^T :: map (@diag_mx F m) above else [::].

(** d/dt of the product by the product rule: the sum over the layers of W_L⋯W_{l+1} (−∇_{W_l}L) W_{l−1}⋯W₁. *)
Definition loss_between (P B V : 'M[F]_m) : F := contrast s (fun x a => P *m (V *m (B *m input s x a))).
Fixpoint product_moves layers B : 'M[F]_m :=
  if layers is V :: above then
    product_of above 1%:M *m update (loss_between (product_of above 1%:M) B) V *m B
    + product_moves above (V *m B)
  else 0.
Lemma loss_between_descends P B V : descends (loss_between P B) V (vec (update (loss_between P B) V)).
Proof.
suff [u D] : has_update (loss_between P B) V by rewrite -(descends_update D).
apply: (@contrast_has_update _ _ _ _ _ _ s _ _ _ (fun V x a => P *m (V *m (B *m input s x a)))) => x a.
apply: affine_mul; exists (kron_tr (B *m input s x a) 1%:M) => U t.
by rewrite mulmxDl -scalemxAl kron_tr_vec mul1mx.
Qed.
Definition aligned_product_moves levels : 'M[F]_m := product_moves (aligned levels) 1%:M *m axes s.

(** diag(2cσ_i a_i^e), c = L and e = 3L − 2. *)
Definition speeds levels (c e : nat) : 'M[F]_m := \matrix_(i, j)
  if i == j then 2%:R * c%:R * ((axes s)^T *m (Sigma s *m axes s)) i i * (seq.head 0 levels) ord0 i ^+ e else 0.
Definition aligned_layers levels : 'M[F]_m := speeds levels (size levels) (3 * size levels - 2).
Definition exponent_too_large levels : 'M[F]_m := speeds levels (size levels) (3 * size levels - 1).
Definition one_of_the_layers levels : 'M[F]_m := speeds levels 1 (3 * size levels - 2).

End Aligned.

Ltac ev_reduce ::= cbn [seq.head size seq.map aligned product_of product_moves input
  of_samples of_views learnt layer_above step axes after power below_a_fixed_layer].
Ltac read s :=
  let Hi := fresh "H" in eassert (Hi : forall x a, evM (input s x a) _) by (unfold s; ev);
  let Hp := fresh "H" in eassert (Hp : forall x, evQ (of_samples s x) _) by (unfold s; ev);
  let Hq := fresh "H" in eassert (Hq : forall x a, evQ (of_views s x a) _) by (unfold s; ev);
  let HW := fresh "H" in eassert (HW : evM (learnt s) _) by (unfold s; ev);
  let Ha := fresh "H" in eassert (Ha : evM (layer_above s) _) by (unfold s; ev);
  let H1 := fresh "H" in eassert (H1 : evQ (step s) _) by (unfold s; ev);
  let HQ := fresh "H" in eassert (HQ : evM (axes s) _) by (unfold s; ev);
  literal (Sigma s).
