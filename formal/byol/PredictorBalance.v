(** BYOL: the predictor and the layer below it learn in step.

    [u] is the output of all layers below the top one, any function of the view,
    [g] any constant target. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  networks.Derivative updates.Flow.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(** The output W u + b of a top layer with weights W and bias b, its mean over all
    samples and views taken off if [zero_mean] is true. *)
Definition top_output (F : fieldType) (X A : finType) (p : X -> F) (q : X -> A -> F)
    (zero_mean : bool) n m (u : X -> A -> 'cV[F]_m) (b : 'cV[F]_n) (W : 'M[F]_(n, m)) :
    X -> A -> 'cV[F]_n :=
  let f x a := W *m u x a + b in if zero_mean then centred p q f else f.

Section Balance.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variables n m : nat.
Variables (u : X -> A -> 'cV[F]_m) (g : X -> A -> 'cV[F]_n).
Variables (zero_mean : bool) (b : 'cV[F]_n).

(** The top layer comes without a bias, or the zero-mean takes it off again. *)
Hypothesis no_mean_of_its_own : zero_mean || (b == 0).

(** The loss as a function of the predictor and of the weights of the top layer. *)
Let loss P W := byol_loss p q P (top_output p q zero_mean u b W) g.

(** What the top layer reads, its mean taken off or not. *)
Let v : X -> A -> 'cV[F]_m := if zero_mean then centred p q u else u.

Lemma top_outputE W : top_output p q zero_mean u b W =2 (fun x a => W *m v x a).
Proof.
move=> x a; rewrite /top_output /v; case: zero_mean no_mean_of_its_own => /= [_|/eqP->].
  have E : mean p (view_mean q (fun x a => W *m u x a + b)) = W *m mean p (view_mean q u) + b.
    rewrite -mean_mull -[in RHS](mean_const b p1) -meanD; apply: eq_mean => y.
    by rewrite /view_mean meanD mean_const // mean_mull.
  by rewrite /centred E mulmxBr opprD addrACA subrr addr0.
by rewrite addr0.
Qed.

Lemma lossE P W : loss P W = byol_loss p q P (fun x a => W *m v x a) g.
Proof. by apply: eq_positive_loss => // x a; rewrite top_outputE. Qed.

(** predictor-balance: the gradients by the predictor and by the top layer, with
    R = P W E[v vᵀ] - E_x[ḡ v̄ᵀ]: ∇_P r = R Wᵀ, ∇_W r = Pᵀ R. *)
Theorem gradients_of_predictor_and_top_layer P W :
  let R := product_gradient p q v g (P *m W) in
  is_gradient (loss^~ W) P (R *m W^T) /\ is_gradient (loss P) W (P^T *m R).
Proof.
split=> V; rewrite ?lossE.
  have [c cE] := gradient_by_predictor p q1 two v g P W V.
  by exists c => t; rewrite lossE cE.
have [c cE] := gradient_by_layer p q1 two v g P W V.
by exists c => t; rewrite lossE cE.
Qed.

(** predictor-balance#balance: whatever the weights, the predictor and the target,
    the mean taken off or not, Pᵀ ∇_P r = ∇_W r Wᵀ. *)
Theorem predictor_balance P W GP GW :
  is_gradient (loss^~ W) P GP -> is_gradient (loss P) W GW -> P^T *m GP = GW *m W^T.
Proof.
have [dP dW] := gradients_of_predictor_and_top_layer P W.
move=> /(gradient_unique two dP) <- /(gradient_unique two dW) <-.
by rewrite mulmxA.
Qed.

(** predictor-balance#one-step: one step of descent of the size η changes
    PᵀP - W Wᵀ by exactly η² (∇_Pᵀ ∇_P - ∇_W ∇_Wᵀ). *)
Theorem predictor_balance_one_step P W GP GW eta :
  is_gradient (loss^~ W) P GP -> is_gradient (loss P) W GW ->
  let P' := P - eta *: GP in let W' := W - eta *: GW in
  P'^T *m P' - W' *m W'^T
    = P^T *m P - W *m W^T + eta ^+ 2 *: (GP^T *m GP - GW *m GW^T).
Proof.
move=> dP dW P' W'; have E := predictor_balance dP dW.
have E' : GP^T *m P = W *m GW^T by rewrite -[P]trmxK -trmx_mul E trmx_mul trmxK.
have tE k l (B C : 'M[F]_(k, l)) : (B - eta *: C)^T = B^T - eta *: C^T.
  by rewrite linearB linearZ.
rewrite /P' /W' !tE !(mulmxBl, mulmxBr) -!scalemxAl -!scalemxAr E E' !scalerA -expr2.
move: (P^T *m P) (W *m W^T) (GW *m W^T) (W *m GW^T) (GP^T *m GP) (GW *m GW^T).
move=> a c d e f h; apply/matrixP => i j; rewrite !mxE.
by move: (a i j) (c i j) (d i j) (e i j) (f i j) (h i j) => {}a {}c {}d {}e {}f {}h; ring.
Qed.

End Balance.

(** predictor-balance#one-step: under gradient flow with equal rates, Ṗ = -∇_P r and
    Ẇ = -∇_W r at a time s, d/dt (PᵀP - W Wᵀ) = 0 at s. *)
Theorem predictor_balance_conserved (F : realFieldType) (X A : finType) (p : X -> F) (q : X -> A -> F)
    n m (u : X -> A -> 'cV[F]_m) (g : X -> A -> 'cV[F]_n) zero_mean b s
    (P : F -> 'M[F]_n) (W : F -> 'M[F]_(n, m)) GP GW :
  law p -> (forall x, law (q x)) -> zero_mean || (b == 0) ->
  let loss P W := byol_loss p q P (top_output p q zero_mean u b W) g in
  is_gradient (loss^~ (W s)) (P s) GP -> is_gradient (loss (P s)) (W s) GW ->
  curve_derivative P s (- GP) -> curve_derivative W s (- GW) ->
  curve_derivative (fun t => (P t)^T *m P t - W t *m (W t)^T) s 0.
Proof.
move=> p1 q1 b0 loss dP dW P' W'.
have two : 2%:R != 0 :> F by rewrite Num.Theory.pnatr_eq0.
have E := predictor_balance p1 q1 two b0 dP dW.
have E' : GP^T *m P s = W s *m GW^T by rewrite -[P s]trmxK -trmx_mul E trmx_mul trmxK.
have := curve_sub (curve_mul (curve_tr P') P') (curve_mul W' (curve_tr W')).
rewrite !linearN /= !(mulNmx, mulmxN) E E'.
by rewrite -!opprD [X in _ - X]addrC subrr oppr0.
Qed.
