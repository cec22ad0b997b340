(** Losses of the covariances of the outputs: L = φ(B, W), B = V_x[F̄] and
    W = E_x V_{x'|x}[f]. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative
  networks.Relu updates.ReluUpdate updates.Differentiable.
From dualproof Require Import simclr.Contrastive simclr.ContrastiveUpdate simclr.ConstantJacobian
  simclr.WeightedCovariance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** B = V_x[F̄], the covariance of the view means. *)
Definition between_covariance n (f : X -> A -> 'cV[F]_n) : 'M[F]_n :=
  variance p (view_mean q f).

(** W = E_x V_{x'|x}[f], the mean covariance of the views of a sample. *)
Definition mean_covariance n (f : X -> A -> 'cV[F]_n) : 'M[F]_n :=
  mean p (fun x => variance (q x) (f x)).

(** ½ (G + Gᵀ). *)
Definition symmetrised n (G : 'M[F]_n) : 'M[F]_n := 2%:R^-1 *: (G + G^T).

(** V_x^{Φ_B}[K̄] + E_x V^{Φ_W}_{x'|x}[K]. *)
Definition output_operator d n (PhiB PhiW : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) : 'M[F]_d :=
  weighted_variance p PhiB (view_mean q K) + within_variance p q PhiW K.

(** Σ_ij G_ij M_ij. *)
Definition entries_dot n (G M : 'M[F]_n) : F := \sum_i \sum_j G i j * M i j.

(** The entries of two matrices, the first's at true, the second's at false. *)
Definition entries n (B W : 'M[F]_n) (i : bool * ('I_n * 'I_n)) : F :=
  (if i.1 then B else W) i.2.1 i.2.2.

End Definitions.

(** φ is differentiable in all entries of two matrices at (B, W), with
    ∂φ/∂B_ij = GB_ij and ∂φ/∂W_ij = GW_ij. *)
Definition matrix_gradient (F : realFieldType) n (phi : 'M[F]_n -> 'M[F]_n -> F)
    (B W GB GW : 'M[F]_n) : Prop :=
  has_gradient (fun r : bool * ('I_n * 'I_n) -> F =>
      phi (\matrix_(i, j) r (true, (i, j))) (\matrix_(i, j) r (false, (i, j))))
    (entries B W) (entries GB GW).

Section Slopes.
Variable F : fieldType.

Lemma entries_dotD n (G M M' : 'M[F]_n) :
  entries_dot G (M + M') = entries_dot G M + entries_dot G M'.
Proof.
rewrite -big_split; apply: eq_bigr => i _; rewrite -big_split; apply: eq_bigr => j _.
by rewrite mxE mulrDr.
Qed.

Lemma entries_dot_mean (T : finType) (r : T -> F) n (G : 'M[F]_n) Z :
  entries_dot G (mean r Z) = \sum_x r x * entries_dot G (Z x).
Proof.
rewrite /entries_dot; under eq_bigr => i _ do under eq_bigr => j _ do
  rewrite summxE mulr_sumr.
under eq_bigr => i _ do rewrite exchange_big /=.
rewrite exchange_big; apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => i _.
by rewrite mulr_sumr; apply: eq_bigr => j _; rewrite mxE mulrCA.
Qed.

Lemma entries_dot_outer n (G : 'M[F]_n) (u v : 'cV[F]_n) :
  entries_dot G (u *m v^T) = dot u (G *m v).
Proof.
apply: eq_bigr => i _; rewrite mxE mulr_sumr; apply: eq_bigr => j _.
by rewrite mxE big_ord1 mxE mulrCA.
Qed.

(** The change of V[Z] to first order, when Z moves by U. *)
Definition variance_slope (T : finType) (r : T -> F) n (Z U : T -> 'cV[F]_n) : 'M[F]_n :=
  mean r (fun x => (U x - mean r U) *m (Z x - mean r Z)^T
                   + (Z x - mean r Z) *m (U x - mean r U)^T).

Hypothesis two : 2%:R != 0 :> F.

(** ⟨G, dV[Kᵀw]⟩ = 2⟨δ, V^Φ[K] w⟩, with Φ = ½ (G + Gᵀ). *)
Lemma slope_operator (T : finType) (r : T -> F) d n (G : 'M[F]_n) (K : T -> 'M[F]_(d, n)) w delta :
  entries_dot G (variance_slope r (fun x => (K x)^T *m w) (fun x => (K x)^T *m delta))
    = 2%:R * dot delta (weighted_variance r (symmetrised G) K *m w).
Proof.
rewrite entries_dot_mean -mean_mulr dot_meanr mulr_sumr; apply: eq_bigr => x _.
rewrite mulrCA; congr (_ * _).
have E (v : 'cV[F]_d) : (K x)^T *m v - mean r (fun x => (K x)^T *m v) = (K x - mean r K)^T *m v.
  by rewrite mean_tr_mul linearB /= mulmxBl.
rewrite !E entries_dotD !entries_dot_outer -!mulmxA [dot delta _]dot_mulr.
move: ((K x - mean r K)^T *m delta) ((K x - mean r K)^T *m w) => u v.
rewrite /symmetrised -scalemxAl dotZr mulmxDl dotDr mulVKf // [dot u (G^T *m v)]dot_mulr trmxK.
by rewrite (dotC v).
Qed.

Lemma trace_mean (T : finType) (r : T -> F) n (Z : T -> 'M[F]_n) :
  \tr (mean r Z) = \sum_x r x * \tr (Z x).
Proof. by rewrite /mean raddf_sum; apply: eq_bigr => x _; rewrite /= linearZ. Qed.

(** ⟨w, V^S[K] w⟩ = tr S V[Kᵀw]. *)
Lemma operator_trace (T : finType) (r : T -> F) d n (S : 'M[F]_n) (K : T -> 'M[F]_(d, n)) w :
  dot w (weighted_variance r S K *m w) = \tr (S *m variance r (fun x => (K x)^T *m w)).
Proof.
rewrite -mean_mulr dot_meanr -mean_mull trace_mean; apply: eq_bigr => x _.
have E : (K x)^T *m w - mean r (fun x => (K x)^T *m w) = (K x - mean r K)^T *m w.
  by rewrite mean_tr_mul linearB /= mulmxBl.
rewrite E mulmxA mxtrace_mulC -!mulmxA [dot w _]dot_mulr; congr (_ * _).
by rewrite dotE /mxtrace big_ord1.
Qed.

Lemma eq_variance (T : finType) (r : T -> F) m n (Y Z : T -> 'M[F]_(m, n)) :
  Y =1 Z -> variance r Y = variance r Z.
Proof. by move=> YZ; apply: eq_mean => x; rewrite YZ (eq_mean r YZ). Qed.

End Slopes.

Section SlopeDerivative.
Variable F : realFieldType.

Lemma variance_derivative (T : finType) (r : T -> F) n (z : T -> F -> 'cV[F]_n) (u : T -> 'cV[F]_n) :
  (forall x, column_derivative (z x) (u x)) ->
  forall i j, has_derivative (fun t => variance r (fun x => z x t) i j)
    (variance_slope r (fun x => z x 0) u i j).
Proof.
move=> dz i j; have dm := mean_derivative r dz.
have E (U V : T -> 'cV[F]_n) : mean r (fun x => (U x - mean r U) *m (V x - mean r V)^T) i j
    = \sum_x r x * ((U x i 0 - mean r U i 0) * (V x j 0 - mean r V j 0)).
  rewrite summxE; apply: eq_bigr => x _; rewrite mxE; congr (_ * _).
  by rewrite mxE big_ord1 !mxE.
have dc x k : has_derivative (fun t => z x t k 0 - mean r (fun x => z x t) k 0)
    (u x k 0 - mean r u k 0).
  have := derivative_add (dz x k) (derivative_scale (- 1) (dm k)).
  by rewrite mulN1r; apply: eq_derivative => t; rewrite mulN1r.
rewrite /variance_slope meanD mxE !E -sumD.
apply: (@eq_derivative _ (fun t => \sum_x r x * ((z x t i 0 - mean r (fun x => z x t) i 0)
   * (z x t j 0 - mean r (fun x => z x t) j 0)))) => [t|]; first by rewrite /variance E.
apply: derivative_sum => x; apply: derivative_scale.
exact: (derivative_mul (dc x i) (dc x j)).
Qed.

End SlopeDerivative.

Section Outputs.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variables d n : nat.

(** The outputs f t at w + tδ have the derivative Kᵀδ at t = 0, and are Kᵀw there. *)
Variables (f : F -> X -> A -> 'cV[F]_n) (K : X -> A -> 'M[F]_(d, n)).
Variables w delta : 'cV[F]_d.
Hypothesis df : output_derivative f (fun x a => (K x a)^T *m delta).
Hypothesis fw : f 0 =2 (fun x a => (K x a)^T *m w).

Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

Lemma matrix_chain_rule (phi : 'M[F]_n -> 'M[F]_n -> F) (B W : F -> 'M[F]_n)
    (GB GW dB dW : 'M[F]_n) :
  matrix_gradient phi (B 0) (W 0) GB GW ->
  (forall i j, has_derivative (fun t => B t i j) (dB i j)) ->
  (forall i j, has_derivative (fun t => W t i j) (dW i j)) ->
  has_derivative (fun t => phi (B t) (W t)) (entries_dot GB dB + entries_dot GW dW).
Proof.
move=> gphi hB hW; have := @chain_rule _ _ _ (fun t => entries (B t) (W t)) _ (entries dB dW) gphi.
have -> : \sum_i entries GB GW i * entries dB dW i = entries_dot GB dB + entries_dot GW dW.
  rewrite -(pair_bigA _ (fun b ij => entries GB GW (b, ij) * entries dB dW (b, ij))) big_bool.
  by congr (_ + _); rewrite /entries_dot pair_bigA.
move=> h; apply: eq_derivative (h _) => [t|[[] [i j]]]; [|exact: hB|exact: hW].
by congr (phi _ _); apply/matrixP => i j; rewrite mxE.
Qed.

(** output-covariance-losses#update: any differentiable outputs f = Kᵀw, any φ that is
    differentiable at (B, W), Φ_B and Φ_W its symmetrised gradients:
    -∇L = -2 (V_x^{Φ_B}[K̄] + E_x V^{Φ_W}_{x'|x}[K]) w. *)
Theorem output_covariance_update (phi : 'M[F]_n -> 'M[F]_n -> F) GB GW :
  matrix_gradient phi (between_covariance p q (f 0)) (mean_covariance p q (f 0)) GB GW ->
  has_derivative (fun t => phi (between_covariance p q (f t)) (mean_covariance p q (f t)))
    (- dot delta (- 2%:R *: (output_operator p q (symmetrised GB) (symmetrised GW) K *m w))).
Proof.
move=> gphi; rewrite dotZr mulNr opprK.
pose h x a := (K x a)^T *m delta.
have dB i j := variance_derivative p (fun x => mean_derivative (q x) (df x)) i j.
have dW i j : has_derivative (fun t => mean_covariance p q (f t) i j)
    (mean p (fun x => variance_slope (q x) (f 0 x) (h x)) i j).
  have E (Z : X -> 'M[F]_n) : mean p Z i j = \sum_x p x * Z x i j.
    by rewrite summxE; apply: eq_bigr => x _; rewrite mxE.
  rewrite E; apply: (@eq_derivative _ (fun t => \sum_x p x * variance (q x) (f t x) i j)) => [t|].
    by rewrite /mean_covariance E.
  apply: derivative_sum => x; apply: derivative_scale.
  exact: (variance_derivative (q x) (df x)).
have := matrix_chain_rule gphi dB dW; congr (has_derivative _ _).
rewrite /output_operator mulmxDl dotDr mulrDr; congr (_ + _).
  rewrite -(slope_operator two); congr (entries_dot _ _); rewrite /variance_slope.
  have E x : view_mean q (f 0) x = (view_mean q K x)^T *m w.
    by rewrite -view_mean_tr_mul; apply: eq_mean => a; apply: fw.
  have E' x : mean (q x) (h x) = (view_mean q K x)^T *m delta by rewrite -view_mean_tr_mul.
  rewrite (eq_mean p E) (eq_mean p E'); apply: eq_mean => x.
  by rewrite -[mean (q x) (f 0 x)]/(view_mean q (f 0) x) E E'.
rewrite entries_dot_mean -mean_mulr dot_meanr mulr_sumr; apply: eq_bigr => x _.
rewrite mulrCA -(slope_operator two); congr (_ * entries_dot _ _); rewrite /variance_slope.
by rewrite (eq_mean (q x) (fw x)); apply: eq_mean => a; rewrite fw.
Qed.

End Outputs.

Section Layer.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variables n0 m k h n : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.
Let f := output below D above input.
Let K := layer_connection below D above input.

(** output-covariance-losses#radial-motion: at every layer
    ⟨vec W, -2 (V_x^{Φ_B}[K̄] + E_x V^{Φ_W}_{x'|x}[K]) vec W⟩ = -2 tr (Φ_B B + Φ_W W),
    which names no layer. *)
Theorem output_covariance_radial_motion (PhiB PhiW : 'M[F]_n) W :
  dot (vec W) (- 2%:R *: (output_operator p q PhiB PhiW K *m vec W))
    = - 2%:R * \tr (PhiB *m between_covariance p q (f W) + PhiW *m mean_covariance p q (f W)).
Proof.
rewrite dotZr; congr (_ * _); rewrite mulmxDl dotDr mxtraceD; congr (_ + _).
  rewrite (operator_trace p PhiB (view_mean q K)).
  congr (\tr (_ *m _)); apply: eq_variance => x; rewrite -view_mean_tr_mul.
  by apply: eq_mean => a; rewrite /f output_connection.
rewrite -mean_mulr dot_meanr -mean_mull trace_mean; apply: eq_bigr => x _.
rewrite operator_trace; congr (_ * \tr (_ *m _)); apply: eq_variance => a.
by rewrite /f output_connection.
Qed.

End Layer.
