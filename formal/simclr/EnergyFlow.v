(** SimCLR's energy E = tr V_x[F̄] and the sizes of layers, over a step and along the flow. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative
  networks.Relu updates.ReluUpdate updates.Differentiable.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** The matrix whose vec is u. *)
Definition unvec k m (u : 'cV[F]_(m * k)) : 'M[F]_(k, m) := (vec_mx u^T)^T.

Lemma unvecK k m (u : 'cV[F]_(m * k)) : vec (unvec u) = u.
Proof. by rewrite /vec /unvec trmxK vec_mxK trmxK. Qed.

(** E = tr V_x[F̄]. *)
Definition energy (X A : finType) (p : X -> F) (q : X -> A -> F) n (f : X -> A -> 'cV[F]_n) : F :=
  \tr (variance p (view_mean q f)).

(** -∇L = 2 V w. *)
Definition velocity d (V : 'M[F]_d) (w : 'cV[F]_d) : 'cV[F]_d := 2%:R *: (V *m w).

End Definitions.

Section Squares.
Variable F : realFieldType.

(** A quadratic that is nowhere negative. *)
Lemma discriminant (a b c : F) : 0 <= c -> (forall t, 0 <= a + t * (2%:R * b) + t ^+ 2 * c) ->
  b ^+ 2 <= a * c.
Proof.
rewrite le_eqVlt => /orP[/eqP <-|c0] h.
  have [->|b0] := eqVneq b 0; first by rewrite expr0n mulr0.
  have := h (- (a + 1) / (2%:R * b)); rewrite !mulr0 addr0 divfK; last first.
    by rewrite mulf_neq0 // pnatr_eq0.
  by rewrite opprD addrA subrr sub0r oppr_ge0 ler10.
have := h (- b / c); have cn := lt0r_neq0 c0.
have -> : a + - b / c * (2%:R * b) + (- b / c) ^+ 2 * c = (a * c - b ^+ 2) / c by field.
by rewrite pmulr_lge0 ?invr_gt0 // subr_ge0.
Qed.

(** Cauchy and Schwarz for a symmetric form that is positive semidefinite. *)
Lemma cauchy_schwarz_form d (V : 'M[F]_d) u v : V^T = V -> (forall u, 0 <= dot u (V *m u)) ->
  dot u (V *m v) ^+ 2 <= dot u (V *m u) * dot v (V *m v).
Proof.
move=> Vt V0; apply: discriminant => // t.
suff -> : dot u (V *m u) + t * (2%:R * dot u (V *m v)) + t ^+ 2 * dot v (V *m v)
    = dot (u + t *: v) (V *m (u + t *: v)) by [].
rewrite mulmxDr -scalemxAr !(dotDl, dotDr, dotZl, dotZr).
rewrite [dot v (V *m u)]dot_mulr Vt (dotC (V *m v) u).
by move: (dot u (V *m u)) (dot u (V *m v)) (dot v (V *m v)) => *; ring.
Qed.

Lemma cauchy_schwarz d (u v : 'cV[F]_d) : dot u v ^+ 2 <= dot u u * dot v v.
Proof.
have := @cauchy_schwarz_form d 1%:M u v; rewrite trmx1 !mul1mx; apply=> // x.
by rewrite mul1mx dot_ge0.
Qed.

Lemma dot_gt0 d (u : 'cV[F]_d) : u != 0 -> 0 < dot u u.
Proof.
move=> u0; rewrite lt_neqAle dot_ge0 andbT eq_sym; apply: contraNneq u0 => /eqP.
rewrite psumr_eq0 => [/allP u00|i _]; last by rewrite -expr2 sqr_ge0.
apply/eqP/colP => i; rewrite mxE; have := u00 i; rewrite mem_index_enum => /(_ isT).
by rewrite mulf_eq0 orbb => /eqP.
Qed.

(** The quotient ⟨w, Vw⟩/⟨w, w⟩ does not fall from w to (I + aV) w. *)
Lemma rayleigh_rises d (V : 'M[F]_d) w a : V^T = V -> (forall u, 0 <= dot u (V *m u)) ->
  0 < a -> w != 0 ->
  let w' := w + a *: (V *m w) in
  0 < dot w' w' /\ dot w (V *m w) / dot w w <= dot w' (V *m w') / dot w' w'.
Proof.
move=> Vt V0 a0 w0 w'; have n0 := dot_gt0 w0.
pose m1 := dot w (V *m w); pose m2 := dot (V *m w) (V *m w).
pose m3 := dot (V *m w) (V *m (V *m w)); pose m0 := dot w w.
have E2 : dot w (V *m (V *m w)) = m2 by rewrite dot_mulr Vt.
have n' : dot w' w' = m0 + a * (2%:R * m1) + a ^+ 2 * m2.
  rewrite /w' !(dotDl, dotDr, dotZl, dotZr) (dotC (V *m w) w) -/m0 -/m1 -/m2.
  by ring.
have e' : dot w' (V *m w') = m1 + a * (2%:R * m2) + a ^+ 2 * m3.
  rewrite /w' mulmxDr -scalemxAr !(dotDl, dotDr, dotZl, dotZr) E2 -/m1 -/m2 -/m3.
  by ring.
have m1p : 0 <= m1 by exact: V0.
have m2p : 0 <= m2 by exact: dot_ge0.
have m3p : 0 <= m3 by exact: V0.
have c1 : m1 ^+ 2 <= m0 * m2 by exact: cauchy_schwarz.
have c2 : m2 ^+ 2 <= m1 * m3 by rewrite -E2; exact: cauchy_schwarz_form.
have c3 : m1 * m2 <= m0 * m3.
  have := m2p; rewrite le_eqVlt => /orP[/eqP <-|m2n].
    by rewrite mulr0 mulr_ge0 // ltW.
  rewrite -(ler_pmul2r m2n) -mulrA -expr2.
  apply: (le_trans (ler_wpmul2l m1p c2)); rewrite mulrA -expr2.
  by apply: (le_trans (ler_wpmul2r m3p c1)); rewrite -!mulrA (mulrC m2).
have p' : 0 < dot w' w'.
  rewrite n' -addrA ltr_paddr // addr_ge0 // mulr_ge0 ?(ltW a0) //.
    by rewrite mulr_ge0 // ler0n.
  by rewrite sqr_ge0.
split=> //; rewrite ler_pdivr_mulr // mulrAC ler_pdivl_mulr // n' e' -/m0 -/m1.
rewrite -subr_ge0.
have -> : (m1 + a * (2%:R * m2) + a ^+ 2 * m3) * m0 - m1 * (m0 + a * (2%:R * m1) + a ^+ 2 * m2)
    = a * (2%:R * (m0 * m2 - m1 ^+ 2)) + a ^+ 2 * (m0 * m3 - m1 * m2).
  by ring.
rewrite addr_ge0 // mulr_ge0 ?sqr_ge0 ?(ltW a0) ?subr_ge0 //.
by rewrite mulr_ge0 ?ler0n // subr_ge0.
Qed.

End Squares.

(** The layer with weights W in a network; [below], [above] and the gates D any. *)
Section Layer.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n0 m k h n : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.
Let f := output below D above input.
Let V := covariance_operator p q below D above input.

(** W⁺ = W - α∇L: vec W⁺ = vec W + 2α V_x[K̄] vec W. *)
Definition step (alpha : F) (W : 'M[F]_(k, m)) : 'M[F]_(k, m) :=
  unvec (vec W + alpha *: velocity V (vec W)).

(** energy-flow#size-after-a-step: ‖W⁺‖² = ‖W‖² + 4αE + α²‖2 V_x[K̄] vec W‖². *)
Theorem size_after_a_step alpha W :
  dot (vec (step alpha W)) (vec (step alpha W))
    = dot (vec W) (vec W) + 4%:R * alpha * energy p q (f W)
      + alpha ^+ 2 * dot (velocity V (vec W)) (velocity V (vec W)).
Proof.
rewrite unvecK; have : dot (vec W) (velocity V (vec W)) = 2%:R * energy p q (f W).
  by rewrite dotZr energy_of_the_operator.
move: (velocity V (vec W)) => g E.
rewrite !(dotDl, dotDr, dotZl, dotZr) (dotC g) E.
by move: (dot _ (vec W)) (energy _ _ _) (dot g g) => *; ring.
Qed.

(** energy-flow#energy-after-a-step: where the gates stay,
    E⁺ = ⟨(I + 2αV) vec W, V (I + 2αV) vec W⟩, with V = V_x[K̄]. *)
Theorem energy_after_a_step alpha W :
  let u := (1%:M + (2%:R * alpha) *: V) *m vec W in
  energy p q (f (step alpha W)) = dot u (V *m u).
Proof.
move=> u; have -> : u = vec (step alpha W).
  by rewrite unvecK /u mulmxDl mul1mx -scalemxAl /velocity scalerA (mulrC alpha).
by rewrite energy_of_the_operator.
Qed.

End Layer.

Section Ordered.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n0 m k h n : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.
Let f := output below D above input.
Let V := covariance_operator p q below D above input.

Let next := step p q below D above input.

(** energy-flow#sizes-grow-alike: on every curve W(t) with Ẇ = -∇L, vec Ẇ = 2 V_x[K̄] vec W
    at t = 0, the size ‖W‖² has the derivative 4E there, E of the outputs alone; so it is
    the same at every layer. *)
Theorem sizes_grow_alike (W : F -> 'M[F]_(k, m)) :
  column_derivative (fun t => vec (W t)) (velocity V (vec (W 0))) ->
  has_derivative (fun t => dot (vec (W t)) (vec (W t))) (4%:R * energy p q (f (W 0))).
Proof.
move=> dW; have := dot_derivative dW dW; congr (has_derivative _ _).
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
rewrite (dotC (velocity _ _)) dotZr energy_of_the_operator // -/(energy p q (f (W 0))).
by move: (energy _ _ _) => *; ring.
Qed.

(** energy-flow#quotient-does-not-fall: for α > 0 and W ≠ 0, where the gates stay,
    E/‖W‖² ≤ E⁺/‖W⁺‖². *)
Theorem quotient_does_not_fall alpha W :
  (forall x, 0 <= p x) -> 0 < alpha -> vec W != 0 ->
  energy p q (f W) / dot (vec W) (vec W)
    <= energy p q (f (next alpha W)) / dot (vec (next alpha W)) (vec (next alpha W)).
Proof.
move=> p0 a0 w0; have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have V0 u : 0 <= dot u (V *m u) by exact: covariance_operator_semidefinite.
have := rayleigh_rises (covariance_operator_symmetric p q below D above input) V0
  (mulr_gt0 (ltr0n F 2) a0) w0.
have -> : vec W + (2%:R * alpha) *: (V *m vec W) = vec (next alpha W).
  by rewrite unvecK /velocity scalerA (mulrC alpha).
by case=> _; rewrite !energy_of_the_operator.
Qed.

End Ordered.
