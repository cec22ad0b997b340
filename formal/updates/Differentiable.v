(** SimCLR's loss for any differentiable outputs, and the Euler operator as a
    derivative: no form of the network is asked for. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Euler
  networks.Derivative.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Differentiable.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variable n : nat.
Implicit Types (f g : F -> X -> A -> 'cV[F]_n) (h : X -> A -> 'cV[F]_n).

(** Every entry of a column has the derivative that the column u gives. *)
Definition column_derivative m (z : F -> 'cV[F]_m) (u : 'cV[F]_m) : Prop :=
  forall i, has_derivative (fun t => z t i 0) (u i 0).

(** Every output f t x a has the derivative h x a at t = 0. *)
Definition output_derivative f h : Prop :=
  forall x a, column_derivative (fun t => f t x a) (h x a).

Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

Lemma eq_derivative (u v : F -> F) c : u =1 v -> has_derivative u c -> has_derivative v c.
Proof. by move=> uv du e e0; have [r r0 rP] := du e e0; exists r => // t /rP; rewrite !uv. Qed.

Lemma mean_derivative (T : finType) (r : T -> F) m (z : T -> F -> 'cV[F]_m) (u : T -> 'cV[F]_m) :
  (forall x, column_derivative (z x) (u x)) ->
  column_derivative (fun t => mean r (fun x => z x t)) (mean r u).
Proof.
move=> dz i.
have E (Z : T -> 'cV[F]_m) : (mean r Z) i 0 = \sum_x r x * Z x i 0.
  by rewrite summxE; apply: eq_bigr => x _; rewrite mxE.
rewrite E; apply: (@eq_derivative (fun t => \sum_x r x * z x t i 0)) => [t|].
  by rewrite E.
by apply: derivative_sum => x; apply: derivative_scale; apply: dz.
Qed.

Lemma dot_derivative m (z z' : F -> 'cV[F]_m) u u' :
  column_derivative z u -> column_derivative z' u' ->
  has_derivative (fun t => dot (z t) (z' t)) (dot u (z' 0) + dot (z 0) u').
Proof.
move=> dz dz'; rewrite -big_split; apply: derivative_sum => i.
exact: derivative_mul.
Qed.

Lemma simclr_loss_derivative f g h k : output_derivative f h -> output_derivative g k ->
  has_derivative (fun t => simclr_loss p q (f t) (g t))
    (simclr_loss p q h (g 0) + simclr_loss p q (f 0) k).
Proof.
move=> df dg; have dF x := mean_derivative (q x) (df x).
have dG x := mean_derivative (q x) (dg x).
have d1 := dot_derivative (mean_derivative p dF) (mean_derivative p dG).
have d2 := derivative_sum (fun x => derivative_scale (p x) (dot_derivative (dF x) (dG x))).
have := derivative_add d1 (derivative_scale (-1) d2).
rewrite sumD mulN1r => d; rewrite !simclr_lossE // addrACA -opprD.
apply: eq_derivative d => t.
by rewrite simclr_lossE // mulN1r.
Qed.

Variable d : nat.
Variable K : X -> A -> 'M[F]_(d, n).

(** euler-operator#update (in part): both branches; where every output f t at θ + tδ
    has the derivative Kᵀδ, the loss has the derivative ⟨δ, -2 Cov_x(K̄, F̄)⟩.
    only: the covariance share is `euler_split`. *)
Theorem euler_derivative f delta :
  output_derivative f (fun x a => (K x a)^T *m delta) ->
  has_derivative (fun t => simclr_loss p q (f t) (f t))
    (- 2%:R * dot delta (covariance p (view_mean q K) (view_mean q (f 0)))).
Proof.
move=> df; have := simclr_loss_derivative df df.
rewrite (simclr_lossC p1 q1 two (f 0)) simclr_loss_covariance //.
by rewrite mulNr -mulrN mulr_natl mulr2n.
Qed.

(** euler-operator: one branch has the derivative ⟨δ, -Cov_x(K̄, F̄)⟩. *)
Theorem euler_derivative_one_branch f delta :
  output_derivative f (fun x a => (K x a)^T *m delta) ->
  has_derivative (fun t => simclr_loss p q (f t) (f 0))
    (- dot delta (covariance p (view_mean q K) (view_mean q (f 0)))).
Proof.
move=> df.
have d0 : output_derivative (fun=> f 0) (fun _ _ => 0).
  by move=> x a i; rewrite mxE; apply: derivative_const.
have := simclr_loss_derivative df d0; rewrite -simclr_loss_covariance //.
suff -> : simclr_loss p q (f 0) (fun _ _ => 0) = 0 by rewrite addr0.
by rewrite simclr_lossC // simclr_loss_zero.
Qed.

End Differentiable.
