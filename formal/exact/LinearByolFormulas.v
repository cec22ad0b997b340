(** The formulas of linear-byol, simsiam-limit, byol-collapse and predictor-alignment: what the claims
    say, and what the counterexamples refute. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Byol.
From dualproof.exact Require Import Layers Update.
From dualproof.exact Require Export LinearSetting.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** linear-byol. *)
Module LinearByol.
Section Formulas.
Variable F : realFieldType.
Variables X A : finType.
Variables n m : nat.
Variable s : setting F X A n m.
Notation W := (learnt s).
Notation P := (predictor s).
Notation Wa := (target s).
Notation alpha := (rate s).
Notation eta := (decay s).
Notation h := (step s).

(** ∇_W r and ∇_P r; PᵀG and G Wᵀ with G = P W (X + X') − W_a X; G without X', with X' for the target too, and PG. *)
Definition gradient_by_weights : 'M[F]_(n, m) := - pull_of_weights s Wa P W.
Definition gradient_by_predictor : 'M[F]_n := - pull_of_predictor s Wa P W.
Definition G : 'M[F]_(n, m) := P *m W *m total s - Wa *m between s.
Definition by_weights : 'M[F]_(n, m) := P^T *m G.
Definition by_predictor : 'M[F]_n := G *m W^T.
Definition augmentations_forgotten : 'M[F]_(n, m) := P^T *m (P *m W *m between s - Wa *m between s).
Definition target_averaged_over_views : 'M[F]_n := (P *m W *m total s - Wa *m total s) *m W^T.
Definition predictor_not_transposed : 'M[F]_(n, m) := P *m G.

(** d/dt αC of αC = αWWᵀ − PᵀP by the product rule; −2η αC; −η αC. *)
Definition balance_of (V : 'M[F]_(n, m)) (R : 'M[F]_n) : 'M[F]_n := alpha *: (V *m V^T) - R^T *m R.
Definition balance_moves : 'M[F]_n :=
  alpha *: (W' s *m W^T + W *m (W' s)^T) - ((P' s)^T *m P + P^T *m P' s).
Definition balance_decays : 'M[F]_n := - 2%:R * eta *: balance_of W P.
Definition decay_once : 'M[F]_n := - eta *: balance_of W P.

(** αC after a step; (1 − hη)² αC + h²(α ∇_W r ∇_W rᵀ − α² ∇_P rᵀ∇_P r); the same with 1 − 2hη, and with α for α². *)
Definition after_a_step : 'M[F]_n := balance_of (W + h *: W' s) (P + h *: P' s).
Definition stepped_by (a : F) (b : F) : 'M[F]_n :=
  a *: balance_of W P
  + h ^+ 2 *: (alpha *: (by_weights *m by_weights^T) - b *: (by_predictor^T *m by_predictor)).
Definition balance_of_a_step : 'M[F]_n := stepped_by ((1 - h * eta) ^+ 2) (alpha ^+ 2).
Definition first_order_decay : 'M[F]_n := stepped_by (1 - 2%:R * h * eta) (alpha ^+ 2).
Definition rate_forgotten : 'M[F]_n := stepped_by ((1 - h * eta) ^+ 2) alpha.

End Formulas.

Section Modes.
Variable F : realFieldType.
Variables X A : finType.
Variable n : nat.
Variables (s : setting F X A n n) (steps : nat).
Notation h := (step s).

(** W, P and W_a after some steps of the flow with Ẇ_a = β(W − W_a), in the axes. *)
Fixpoint state (k : nat) : 'M[F]_n * 'M[F]_n * 'M[F]_n :=
  if k is k'.+1 then
    let: (V, R, B) := state k' in
    (V + h *: velocity_of_weights s B R V, R + h *: velocity_of_predictor s B R V,
     B + (h * follows s) *: (V - B))
  else (learnt s, predictor s, target s).
Definition weights_after : 'M[F]_n := along s (state steps).1.1.
Definition predictor_after : 'M[F]_n := along_outputs s (state steps).1.2.
Definition target_after : 'M[F]_n := along s (state steps).2.

(** A mode after some steps: w_j, p_j and a_j with g_j = p_j w_j t_j − a_j y_j, y_j = x_j or t_j. *)
Fixpoint mode (y t : F) (moves : bool) (j : 'I_n) (k : nat) : F * F * F :=
  if k is k'.+1 then
    let: (w, p, a) := mode y t moves j k' in
    let g := p * w * t - a * y in
    (w - h * (decay s * w + p * g), p - h * (predictor_decay s * p + rate s * g * w),
     if moves then a + h * follows s * (w - a) else a)
  else (along s (learnt s) j j, along_outputs s (predictor s) j j, along s (target s) j j).
Definition mode_of (right moves : bool) (j : 'I_n) : F * F * F :=
  let t := along_inputs s (total s) j j in
  mode (if right then along_inputs s (between s) j j else t) t moves j steps.
Definition weight_modes : 'M[F]_n := \matrix_(i, j) if i == j then (mode_of true true i).1.1 else 0.
Definition predictor_modes : 'M[F]_n := \matrix_(i, j) if i == j then (mode_of true true i).1.2 else 0.
Definition target_modes : 'M[F]_n := \matrix_(i, j) if i == j then (mode_of true true i).2 else 0.
Definition pull_of_all_views : 'M[F]_n := \matrix_(i, j) if i == j then (mode_of false true i).1.1 else 0.
Definition target_stays : 'M[F]_n := \matrix_(i, j) if i == j then (mode_of true false i).2 else 0.

End Modes.
End LinearByol.

(** simsiam-limit. *)
Module SimsiamLimit.
Section Formulas.
Variable F : realFieldType.
Variables X A : finType.
Variable n : nat.
Variable s : setting F X A n n.
Let x (j : 'I_n) : F := along_inputs s (between s) j j.
Let t (j : 'I_n) : F := along_inputs s (total s) j j.
Let w (j : 'I_n) : F := along s (learnt s) j j.
Let p (j : 'I_n) : F := along_outputs s (predictor s) j j.
Let diagonal (f : 'I_n -> F) : 'M[F]_n := \matrix_(i, j) if i == j then f i else 0.

(** UᵀṖU; −αt_j w_j² (p_j − p_j^∞) with p_j^∞ = x_j/t_j, = 1, and with x_j for the first t_j. *)
Definition speed_of_predictor : 'M[F]_n := along_outputs s (P' s).
Definition speed : 'M[F]_n := diagonal (fun j => - (rate s * t j * w j ^+ 2 * (p j - x j / t j))).
Definition limit_of_one : 'M[F]_n := diagonal (fun j => - (rate s * t j * w j ^+ 2 * (p j - 1))).
Definition augmentations_forgotten : 'M[F]_n :=
  diagonal (fun j => - (rate s * x j * w j ^+ 2 * (p j - x j / t j))).

(** UᵀẆQ and −t_j p_j w_j (p_j − p_j^∞). *)
Definition speed_of_weights : 'M[F]_n := along s (W' s).
Definition speed_by_weights : 'M[F]_n := diagonal (fun j => - (t j * p j * w j * (p j - x j / t j))).

(** w_jẇ_j of every mode; 0 above it; −t_j p_j² w_j². *)
Definition squares_move : 'cV[F]_n := \matrix_(i, _) (w i * along s (W' s) i i).
Definition collapse : 'cV[F]_n := let _ := s in 0.
Definition pull_forgotten : 'cV[F]_n := \matrix_(i, _) (- (t i * p i ^+ 2 * w i ^+ 2)).

End Formulas.
End SimsiamLimit.

(** byol-collapse. *)
Module ByolCollapse.
Section Formulas.
Variable F : realFieldType.
Variables X A : finType.
Variable n : nat.
Variable s : setting F X A n n.
Let x (j : 'I_n) : F := along_inputs s (between s) j j.
Let t (j : 'I_n) : F := along_inputs s (total s) j j.
Let w (j : 'I_n) : F := along s (learnt s) j j.
Let p (j : 'I_n) : F := along_outputs s (predictor s) j j.
Let diagonal (f : 'I_n -> F) : 'M[F]_n := \matrix_(i, j) if i == j then f i else 0.
Notation W := (learnt s).
Notation tau := (ratio s).
Notation eta := (decay s).

(** ⟨W, Ẇ⟩; ⟨W, W(¼τ²XT⁻¹X − η_W I)⟩; ⅛τ². *)
Definition size_moves : 'M[F]_1 := inner_product W (W' s).
Definition shrunk_by (a : F) : 'M[F]_1 :=
  inner_product W (W *m ((a * tau ^+ 2) *: (between s *m invmx (total s) *m between s) - eta *: 1%:M)).
Definition shrinks_at_least : 'M[F]_1 := shrunk_by (4%:R)^-1.
Definition eighth_of_the_square : 'M[F]_1 := shrunk_by (8%:R)^-1.
(** Below 0; below −η_W‖W‖². *)
Definition collapse : 'M[F]_1 := let _ := s in 0.
Definition decay_alone : 'M[F]_1 := - eta *: inner_product W W.

(** The roots √(pull² − 4η_W t_j) of every mode, pull = τx_j in the claim. *)
Definition roots_of (pull factor r : 'I_n -> F) : Prop :=
  (forall j, 0 <= r j) /\ (forall j, r j ^+ 2 = pull j ^+ 2 - 4%:R * eta * factor j).
(** p_j^+ and p_j^−. *)
Definition upper (pull factor r : 'I_n -> F) (j : 'I_n) : F := (pull j + r j) / (2%:R * factor j).
Definition lower (pull factor r : 'I_n -> F) (j : 'I_n) : F := (pull j - r j) / (2%:R * factor j).
Definition pull (j : 'I_n) : F := tau * x j.
Definition pull_squared (j : 'I_n) : F := tau ^+ 2 * x j.

(** −t_j y_j (p_j − p_j⁺)(p_j − p_j⁻). *)
Definition speed_of (y pull factor r : 'I_n -> F) : 'M[F]_n := diagonal (fun j =>
  - (factor j * y j * (p j - upper pull factor r j) * (p j - lower pull factor r j))).
Definition speed_of_weights : 'M[F]_n := along s (W' s).
Definition speed_of_the_weights (r : 'I_n -> F) : 'M[F]_n := speed_of w pull t r.
Definition ratio_squared (r : 'I_n -> F) : 'M[F]_n := speed_of w pull_squared t r.
Definition augmentations_forgotten (r : 'I_n -> F) : 'M[F]_n := speed_of w pull x r.
Definition speed_of_predictor : 'M[F]_n := along_outputs s (P' s).
Definition speed_on_the_balance (r : 'I_n -> F) : 'M[F]_n := speed_of p pull t r.
Definition weight_for_predictor (r : 'I_n -> F) : 'M[F]_n := speed_of w pull t r.

(** −t_j/Φ'(p_j) with Φ'(p) = Σ_r 1/((p − r)∏_{s≠r}(r − s)) over r, s ∈ {0, p_j⁺, p_j⁻}; over p_j^± alone; without
    the products. *)
Definition solution_on_the_balance (r : 'I_n -> F) : 'M[F]_n := diagonal (fun j =>
  let u := upper pull t r j in let l := lower pull t r j in
  - (t j / (((p j - u) * (u - l) * u)^-1 + ((p j - l) * (l - u) * l)^-1 + (p j * (u * l))^-1))).
Definition rest_at_zero_forgotten (r : 'I_n -> F) : 'M[F]_n := diagonal (fun j =>
  let u := upper pull t r j in let l := lower pull t r j in
  - (t j / (((p j - u) * (u - l))^-1 + ((p j - l) * (l - u))^-1))).
Definition logarithms_alone (r : 'I_n -> F) : 'M[F]_n := diagonal (fun j =>
  let u := upper pull t r j in let l := lower pull t r j in
  - (t j / ((p j - u)^-1 + (p j - l)^-1 + (p j)^-1))).

(** The pulls and factors whose roots the formulas have. *)
Definition roots (r : 'I_n -> F) : Prop := roots_of pull t r.
Definition roots_of_ratio_squared (r : 'I_n -> F) : Prop := roots_of pull_squared t r.
Definition roots_of_augmentations_forgotten (r : 'I_n -> F) : Prop := roots_of pull x r.

End Formulas.
End ByolCollapse.

(** predictor-alignment. *)
Module PredictorAlignment.
Section Formulas.
Variable F : realFieldType.
Variables X A : finType.
Variable n : nat.
Variable s : setting F X A n.+1 n.+1.
Notation W := (learnt s).
Notation P := (predictor s).
Notation tau := (ratio s).

(** F = WWᵀ and L = [F, P]; Ḟ, Ṗ and L̇. *)
Definition square : 'M[F]_n.+1 := W *m W^T.
Definition commutator_of (B C : 'M[F]_n.+1) : 'M[F]_n.+1 := B *m C - C *m B.
Definition L : 'M[F]_n.+1 := commutator_of square P.
Definition square_moves : 'M[F]_n.+1 := W' s *m W^T + W *m (W' s)^T.
Definition predictor_moves : 'M[F]_n.+1 :=
  if symmetrised s then 2%:R^-1 *: (P' s + (P' s)^T) else P' s.
Definition commutator_moves : 'M[F]_n.+1 :=
  commutator_of square_moves P + commutator_of square predictor_moves.

(** −LK − KL, K = s(αaF + P²) − bξP + cI, X = ξI, T = sI. *)
Definition moves_with (a b c : F) : 'M[F]_n.+1 :=
  let K := total s ord0 ord0 *: ((a * rate s) *: square + P *m P) - (b * between s ord0 ord0) *: P + c *: 1%:M in
  - (L *m K) - K *m L.
Definition commutator : 'M[F]_n.+1 := moves_with 2%:R^-1 tau (decay s + 2%:R^-1 * predictor_decay s).
Definition decay_of_the_predictor_forgotten : 'M[F]_n.+1 := moves_with 2%:R^-1 tau (decay s).
Definition ratio_squared : 'M[F]_n.+1 := moves_with 2%:R^-1 (tau ^+ 2) (decay s + 2%:R^-1 * predictor_decay s).
Definition half_forgotten : 'M[F]_n.+1 := moves_with 1 tau (decay s + 2%:R^-1 * predictor_decay s).

(** ⟨L, L̇⟩; −2(η_W + ½η_P − τ²ξ²/(4s)) ‖L‖²; 8s for 4s. *)
Definition size_moves : 'M[F]_1 := inner_product L commutator_moves.
Definition shrunk_by (a : F) : 'M[F]_1 :=
  (- 2%:R * (decay s + 2%:R^-1 * predictor_decay s
    - tau ^+ 2 * between s ord0 ord0 ^+ 2 / (a * total s ord0 ord0))) *: inner_product L L.
Definition shrinks_at_least : 'M[F]_1 := shrunk_by 4%:R.
Definition eighth_of_the_square : 'M[F]_1 := shrunk_by 8%:R.

End Formulas.
End PredictorAlignment.

Ltac ev_reduce ::=
  cbn [input of_samples of_views learnt predictor target rate decay predictor_decay input_axes output_axes
    ratio step follows symmetrised LinearByol.state LinearByol.mode LinearByol.mode_of fst snd].
Ltac read s := read_setting s; read_motion s; literal (W' s); literal (P' s).
Ltac read_modes s :=
  read s; literal (along_inputs s (between s)); literal (along_inputs s (total s));
  literal (along s (learnt s)); literal (along_outputs s (predictor s)).
Ltac read_alignment s :=
  read s; literal (PredictorAlignment.square s); literal (PredictorAlignment.L s);
  literal (PredictorAlignment.square_moves s); literal (PredictorAlignment.predictor_moves s).
(** T⁻¹ of the setting s. *)
Ltac invert s := let Hi := fresh "H" in
  eassert (Hi : evM (invmx (total s)) _) by (eapply evM_invmx; [ev | by_computation]).
(** That the roots are what they are. *)
Ltac by_roots :=
  split; [eapply ge0_all; [ev | by_computation] | eapply equal_all; [ev | ev | by_computation]].
