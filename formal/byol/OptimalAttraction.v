(** BYOL at the best predictor: attraction and shrinkage are equal; modes.

    The network f = [output W] is f_L at its layer with weights W, of any depth and
    widths; the target is f + c, c any constant. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolUpdate.
From dualproof Require Import updates.Gradient byol.PredictorBalance byol.OptimalPredictor byol.CommutingProduct.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** tr S z zᵀ = ⟨z, S z⟩. *)
Lemma trace_outer (F : fieldType) n (S : 'M[F]_n) z : \tr (S *m (z *m z^T)) = dot z (S *m z).
Proof. by rewrite mulmxA mxtrace_mulC trace_mx11 dotE. Qed.

(** ⟨w, V^S[K] w⟩ = tr S V[Kᵀw]. *)
Lemma weighted_variance_trace (F : fieldType) (T : finType) (r : T -> F) d n
    (S : 'M[F]_n) (K : T -> 'M[F]_(d, n)) w :
  dot w (weighted_variance r S K *m w) = \tr (S *m variance r (fun x => (K x)^T *m w)).
Proof.
rewrite /variance -mean_mull linear_sum -mean_mulr dot_meanr; apply: eq_bigr => x _ /=.
rewrite mxtraceZ trace_outer; congr (_ * _).
have -> : (K x)^T *m w - mean r (fun x => (K x)^T *m w) = (K x - mean r K)^T *m w.
  by rewrite mean_tr_mul -mulmxBl linearB.
by rewrite -!mulmxA dot_mulr.
Qed.

Section Network.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variables n0 m k h n : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.
Variable W : 'M[F]_(k, m).

Let f := output below D above input.
Let K := layer_connection below D above input.
Let B := between p q (f W).
Let W' := within p q (f W).
Let T := total p q (f W).
Let best := best_predictor p q (f W).

Lemma operator_trace S : dot (vec W) (weighted_variance p S (view_mean q K) *m vec W) = \tr (S *m B).
Proof.
rewrite weighted_variance_trace; congr (\tr (_ *m _)).
have E x : (view_mean q K x)^T *m vec W = view_mean q (f W) x.
  by rewrite -view_mean_tr_mul; apply: eq_mean => a; rewrite /f outputE.
by rewrite /B /between /variance (eq_mean _ E); apply: eq_mean => x; rewrite E.
Qed.

Lemma within_trace S : dot (vec W) (within_variance p q S K *m vec W) = \tr (S *m W').
Proof.
rewrite -mean_mulr dot_meanr /W' /within -mean_mull linear_sum; apply: eq_bigr => x _ /=.
rewrite mxtraceZ weighted_variance_trace; congr (_ * \tr (_ *m _)).
have E a : (K x a)^T *m vec W = f W x a by rewrite /f outputE.
by rewrite /variance (eq_mean _ E); apply: eq_mean => a; rewrite E.
Qed.

Lemma output_scale t x a : f (W + t *: W) x a = (1 + t) *: f W x a.
Proof. by rewrite /f !outputE vecD vecZ scalerDl scale1r mulmxDr scalemxAr. Qed.

(** The loss as a function of the weights of the layer, the target a constant. *)
Let loss (c : 'cV[F]_n) (P : 'M[F]_n) V :=
  byol_loss p q P (centred p q (f V)) (fun x a => f W x a + c).

Lemma loss_scale c P t :
  loss c P (W + t *: W) = predictor_loss p q (f W) c (P + t *: P).
Proof.
apply: eq_positive_loss => // x a.
rewrite /centred mulmxBr mulmxBr output_scale -scalemxAr.
have -> : mean p (view_mean q (f (W + t *: W))) = (1 + t) *: mean p (view_mean q (f W)).
  rewrite -meanZ; apply: eq_mean => y; rewrite /view_mean -meanZ.
  by apply: eq_mean => b; rewrite output_scale.
by rewrite -scalemxAr !mulmxDl -!scalemxAl !scalerDl !scale1r.
Qed.

Hypothesis T_unit : T \in unitmx.

(** optimal-predictor#radial-motion: ⟨W, -∇_W r⟩ = tr Pᵀ(P⋆ - P) T at every layer. *)
Theorem radial_motion c P G :
  is_gradient (loss c P) W G -> inner W (- G) = \tr (P^T *m (best - P) *m T).
Proof.
move=> dG; have [a aE] := dG W; have [b bE] := gradient_by_P p1 q1 two (f W) c P P.
have E0 : loss c P W = predictor_loss p q (f W) c P.
  by have := loss_scale c P 0; rewrite !scale0r !addr0.
have : inner W G = inner P (P *m T - B).
  apply: (@line_unique F (loss c P W) _ _ a b two) => t.
  by rewrite -aE loss_scale E0 bE.
rewrite innerNr => ->; rewrite -innerNr opprB innerE -mulmxA mulmxBl.
by rewrite /best /best_predictor mulmxKV.
Qed.

(** optimal-predictor#radial-motion: so at P⋆ no layer grows or shrinks. *)
Theorem radial_motion_at_the_best c G : is_gradient (loss c best) W G -> inner W G = 0.
Proof.
move=> /radial_motion; rewrite subrr mulmx0 mul0mx linear0 innerNr => /eqP.
by rewrite oppr_eq0 => /eqP.
Qed.

Let S := implicit_weight best.

Lemma within_of_the_best : 1%:M - best = W' *m invmx T.
Proof.
rewrite -[1%:M](mulmxV T_unit) /best /best_predictor -mulmxBl; congr (_ *m _).
by rewrite /T /total addrC addKr.
Qed.

(** optimal-predictor#attraction: S = P⋆ᵀ(I - P⋆) is T⁻¹ B W T⁻¹. *)
Theorem weight_of_the_best : S = invmx T *m B *m W' *m invmx T.
Proof.
rewrite /S /implicit_weight within_of_the_best trmx_mul trmx_inv.
by rewrite total_tr between_tr !mulmxA.
Qed.

Lemma weight_between : S *m B = best^T *m best *m W'.
Proof.
rewrite /S /implicit_weight -[LHS]mulmxA -[RHS]mulmxA; congr (_ *m _).
have bT : best *m T = B by rewrite /best /best_predictor mulmxKV.
by rewrite mulmxBl mul1mx -{1}bT -mulmxBr /T /total addrC addKr.
Qed.

(** optimal-predictor#attraction (in part): at P⋆ the operator between samples attracts
    as much as the one within samples shrinks, at every layer:
    ⟨vec W, V^S_x[K̄] vec W⟩ = tr S B = E‖P⋆(f - F̄)‖²
    = ⟨vec W, E_x V^{P⋆ᵀP⋆}_{x'|x}[K] vec W⟩; only: the sign is attraction_at_the_best_ge0. *)
Theorem attraction_at_the_best :
  let E := \sum_x p x * (\sum_a q x a *
             dot (best *m (f W x a - view_mean q (f W) x))
                 (best *m (f W x a - view_mean q (f W) x))) in
  [/\ dot (vec W) (weighted_variance p S (view_mean q K) *m vec W) = \tr (S *m B),
      \tr (S *m B) = E &
      E = dot (vec W) (within_variance p q (best^T *m best) K *m vec W)].
Proof.
move=> E; have e : \tr (best^T *m best *m W') = E.
  rewrite /W' /within -mean_mull linear_sum; apply: eq_bigr => x _ /=.
  rewrite mxtraceZ /variance -mean_mull linear_sum; congr (_ * _); apply: eq_bigr => a _ /=.
  rewrite mxtraceZ /view_mean; congr (_ * _); move: (f W x a - _) => u.
  by rewrite trace_outer dot_mull mulmxA.
split; first exact: operator_trace; last by rewrite within_trace.
by rewrite weight_between.
Qed.

End Network.

Section Signs.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypotheses (p0 : forall x, 0 <= p x) (q0 : forall x a, 0 <= q x a).
Variables n0 m k h n : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.
Variable W : 'M[F]_(k, m).

Let f := output below D above input W.
Let K := layer_connection below D above input.
Let S := implicit_weight (best_predictor p q f).
Hypothesis T_unit : total p q f \in unitmx.

(** optimal-predictor#attraction: ⟨vec W, V^S_x[K̄] vec W⟩ ≥ 0 at P⋆, at every layer. *)
Theorem attraction_at_the_best_ge0 :
  0 <= dot (vec W) (weighted_variance p S (view_mean q K) *m vec W).
Proof.
have [-> -> _] := attraction_at_the_best T_unit.
apply: sumr_ge0 => x _; apply: mulr_ge0 => //; apply: sumr_ge0 => a _.
by apply: mulr_ge0 => //; apply: dot_ge0.
Qed.

(** optimal-predictor#positive-semidefinite (in part): where B and W commute, V^S_x[K̄] is
    positive semidefinite at P⋆; only: that it need not be where they do not is
    indefinite_at_the_best. *)
Theorem semidefinite_at_the_best v :
  between p q f *m within p q f = within p q f *m between p q f ->
  0 <= dot v (weighted_variance p S (view_mean q K) *m v).
Proof.
move=> BW; apply: weighted_variance_ge0 => // u.
rewrite /S weight_of_the_best // -!mulmxA dot_mulr trmx_inv total_tr.
move: (invmx _ *m u) => y; apply: commuting_product => //; first exact: between_tr.
  by move=> z; apply: within_ge0.
by move=> z; apply: between_ge0.
Qed.

End Signs.
