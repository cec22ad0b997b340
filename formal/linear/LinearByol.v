(** BYOL on linear networks: f = W x, the target W_a x a constant; what a step
    conserves. [u] gives the inputs x of the views; X = E x̄ x̄ᵀ, X' = E_x V_{x'|x}[x']. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  networks.Derivative updates.Flow.
From dualproof Require Import byol.OptimalPredictor.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variables n m : nat.
Variable u : X -> A -> 'cV[F]_m.

(** r = E ½‖P W x₁ - W_a x₂‖². *)
Definition linear_loss (Wa : 'M[F]_(n, m)) (P : 'M[F]_n) (W : 'M[F]_(n, m)) : F :=
  byol_loss p q P (fun x a => W *m u x a) (fun x b => Wa *m u x b).

(** X = E x̄ x̄ᵀ, x̄ the mean over the views of one sample. *)
Definition mean_moment : 'M[F]_m :=
  mean p (fun x => view_mean q u x *m (view_mean q u x)^T).

(** G = P W (X + X') - W_a X. *)
Definition linear_gradient (Wa : 'M[F]_(n, m)) (P : 'M[F]_n) (W : 'M[F]_(n, m)) : 'M[F]_(n, m) :=
  P *m W *m (mean_moment + within p q u) - Wa *m mean_moment.

End Definitions.

Section Linear.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variables n m : nat.
Variable u : X -> A -> 'cV[F]_m.
Implicit Types (W Wa : 'M[F]_(n, m)) (P : 'M[F]_n).
Let loss := @linear_loss F X A p q n m u.
Let G := @linear_gradient F X A p q n m u.

(** E x xᵀ = X + X'. *)
Lemma moment_total : moment p q u = mean_moment p q u + within p q u.
Proof.
rewrite addrC -meanD; apply: eq_mean => x; have := moment_split (u x) 0 (q1 x).
rewrite subr0 => <-; apply: eq_mean => a; by rewrite subr0.
Qed.

Lemma linear_gradientE Wa P W :
  product_gradient p q u (fun x b => Wa *m u x b) (P *m W) = G Wa P W.
Proof.
rewrite /product_gradient moment_total; congr (_ - _).
rewrite -mean_mull; apply: eq_mean => x; rewrite mulmxA; congr (_ *m _).
by rewrite -mean_mull.
Qed.

(** linear-byol#gradient: ∇_W r = Pᵀ G and ∇_P r = G Wᵀ, with G = P W (X + X') - W_a X. *)
Theorem linear_gradients Wa P W :
  is_gradient (loss Wa P) W (P^T *m G Wa P W)
  /\ is_gradient (loss Wa ^~ W) P (G Wa P W *m W^T).
Proof.
rewrite -linear_gradientE; split; first exact: gradient_by_layer.
exact: gradient_by_predictor.
Qed.

Lemma linear_balance Wa P W GW GP :
  is_gradient (loss Wa P) W GW -> is_gradient (loss Wa ^~ W) P GP ->
  W *m GW^T = GP^T *m P /\ GW *m W^T = P^T *m GP.
Proof.
have [dW dP] := linear_gradients Wa P W.
move=> /(gradient_unique two dW) <- /(gradient_unique two dP) <-.
by rewrite !trmx_mul !trmxK !mulmxA.
Qed.

(** linear-byol#balance-of-a-step: one step of the size h with the rates 1 and α and the
    decay η takes α W Wᵀ - Pᵀ P to (1 - hη)² of itself, plus
    h² (α ∇_W r ∇_W rᵀ - α² ∇_P rᵀ ∇_P r), exactly. *)
Theorem balance_of_a_step Wa P W GW GP h alpha eta :
  is_gradient (loss Wa P) W GW -> is_gradient (loss Wa ^~ W) P GP ->
  let W' := W - h *: (GW + eta *: W) in
  let P' := P - h *: (alpha *: GP + eta *: P) in
  alpha *: (W' *m W'^T) - P'^T *m P'
    = (1 - h * eta) ^+ 2 *: (alpha *: (W *m W^T) - P^T *m P)
      + h ^+ 2 *: (alpha *: (GW *m GW^T) - alpha ^+ 2 *: (GP^T *m GP)).
Proof.
move=> dW dP W' P'; have [E1 E2] := linear_balance dW dP.
have sE k l (B C : 'M[F]_(k, l)) c :
    B - h *: (c *: C + eta *: B) = (1 - h * eta) *: B - (h * c) *: C.
  by rewrite !scalerDr !scalerA scalerBl scale1r opprD addrA [LHS]addrAC.
have W'E : W' = (1 - h * eta) *: W - h *: GW by have := sE _ _ W GW 1; rewrite scale1r mulr1.
have P'E : P' = (1 - h * eta) *: P - (h * alpha) *: GP by exact: sE.
have tE k l (B C : 'M[F]_(k, l)) b c : (b *: B - c *: C)^T = b *: B^T - c *: C^T.
  by rewrite linearB !linearZ.
rewrite W'E P'E !tE !(mulmxBl, mulmxBr) -!scalemxAl -!scalemxAr E1 E2.
move: (W *m W^T) (GW *m GW^T) (GP^T *m P) (P^T *m GP) (P^T *m P) (GP^T *m GP).
move=> a b c d e f; apply/matrixP => i j; rewrite !mxE.
by move: (a i j) (b i j) (c i j) (d i j) (e i j) (f i j) => {}a {}b {}c {}d {}e {}f; ring.
Qed.

End Linear.

(** linear-byol#balance-decays: under the flow Ẇ = -∇_W r - ηW, Ṗ = -α∇_P r - ηP at a time
    s, with any W_a, the balance C = α W Wᵀ - Pᵀ P has d/dt C = -2η C at s. *)
Theorem balance_decays (F : realFieldType) (X A : finType) (p : X -> F) (q : X -> A -> F)
    n m (u : X -> A -> 'cV[F]_m) (s alpha eta : F) (Wa : 'M[F]_(n, m))
    (W : F -> 'M[F]_(n, m)) (P : F -> 'M[F]_n) GW GP :
  (forall x, law (q x)) ->
  is_gradient (linear_loss p q u Wa (P s)) (W s) GW ->
  is_gradient (linear_loss p q u Wa ^~ (W s)) (P s) GP ->
  curve_derivative W s (- GW - eta *: W s) ->
  curve_derivative P s (- (alpha *: GP) - eta *: P s) ->
  let C t := alpha *: (W t *m (W t)^T) - (P t)^T *m P t in
  curve_derivative C s (- 2%:R * eta *: C s).
Proof.
move=> q1 dW dP W' P' C.
have two : 2%:R != 0 :> F by rewrite Num.Theory.pnatr_eq0.
have [E1 E2] := linear_balance q1 two dW dP.
have := curve_sub (curve_scale alpha (curve_mul W' (curve_tr W')))
                  (curve_mul (curve_tr P') P').
have -> // : alpha *: ((- GW - eta *: W s) *m (W s)^T + W s *m (- GW - eta *: W s)^T)
   - ((- (alpha *: GP) - eta *: P s)^T *m P s + (P s)^T *m (- (alpha *: GP) - eta *: P s))
  = - 2%:R * eta *: C s.
have tE k l (B D : 'M[F]_(k, l)) b : (- B - b *: D)^T = - B^T - b *: D^T.
  by rewrite linearB linearN linearZ.
have tZ : (alpha *: GP)^T = alpha *: GP^T by rewrite linearZ.
rewrite !tE tZ /C !(mulmxBl, mulmxBr) !(mulNmx, mulmxN) -!scalemxAl -!scalemxAr E1 E2.
move: (W s *m (W s)^T) (GP^T *m P s) ((P s)^T *m GP) ((P s)^T *m P s).
move=> a b c d; apply/matrixP => i j; rewrite !mxE.
by move: (a i j) (b i j) (c i j) (d i j) => {}a {}b {}c {}d; ring.
Qed.
