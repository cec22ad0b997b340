(** The contrastive losses: InfoNCE, the decoupled loss, the soft triplet loss and the
    others as they are defined, with their derivatives by the distances of the pairs. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means networks.Derivative
  simclr.Contrastive simclr.Normalised
  simclr.Logarithm simclr.Exponential.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Losses.
Variable F : realFieldType.
Variables exp log : F -> F.
Variable H : nat.

(** A loss is a function of the distances of H + 1 pairs: number 0 is the positive, and
    number k + 1 the negative k. *)
Definition loss := ('I_H.+1 -> F) -> F.
Implicit Types r : 'I_H.+1 -> F.

(** d_k = r₊ - r_k. *)
Definition difference r (k : 'I_H) : F := r ord0 - r (lift ord0 k).

(** Σ_k φ(r₊ - r_k), and Σ_k (r₊ - r_k), Σ_k τ ln(1 + e^((r₊ - r_k + r₀)/τ)). *)
Definition loss_of_differences (phi : F -> F) : loss := fun r => \sum_k phi (difference r k).
Definition simple : loss := loss_of_differences id.
Definition soft_triplet (tau r0 : F) : loss := fun r =>
  \sum_k tau * log (1 + exp ((r ord0 - r (lift ord0 k) + r0) / tau)).

(** p₊ = e^(-r₊/τ) / (e^(-r₊/τ) + Σ_k e^(-r_k/τ)); InfoNCE is -ln p₊. *)
Definition positive_share (tau : F) : loss := fun r => exp (- r ord0 / tau)
  / (exp (- r ord0 / tau) + \sum_k exp (- r (lift ord0 k) / tau)).
Definition info_nce (tau : F) : loss := fun r => - log (positive_share tau r).
(** The decoupled loss has no e^(-r₊/τ) in the denominator. *)
Definition decoupled (tau : F) : loss := fun r =>
  - log (exp (- r ord0 / tau) / \sum_k exp (- r (lift ord0 k) / tau)).
Definition minus_share (tau : F) : loss := fun r => - positive_share tau r.

(** The derivative of L by r_k is -ξ_k and that by r₊ is Σ_k ξ_k: L is differentiable
    at r, as a function of all distances at once. *)
Definition slopes (xi : 'I_H -> F) (i : 'I_H.+1) : F :=
  if unlift ord0 i is Some k then - xi k else \sum_k xi k.
Definition has_slopes (L : loss) r xi : Prop := has_gradient L r (slopes xi).

Lemma eq_gradient (L L' : loss) r c : L =1 L' -> has_gradient L r c -> has_gradient L' r c.
Proof.
by move=> E g e e0; have [s s0 sP] := g e e0; exists s => // r' /sP; rewrite !E.
Qed.

Lemma slopes_sum xi : \sum_i slopes xi i = 0.
Proof.
rewrite big_ord_recl {1}/slopes unlift_none.
have -> : \sum_k slopes xi (lift ord0 k) = - \sum_k xi k.
  by rewrite -sumrN; apply: eq_bigr => k _; rewrite /slopes liftK.
by rewrite addrN.
Qed.

Lemma slopes_dot xi r : \sum_i slopes xi i * r i = \sum_k xi k * difference r k.
Proof.
rewrite big_ord_recl /slopes unlift_none mulr_suml -big_split /=; apply: eq_bigr => k _.
by rewrite liftK /difference mulNr mulrBr.
Qed.

Lemma difference_gradient r k :
  has_slopes (fun s => difference s k) r (fun j => (j == k)%:R).
Proof.
apply: (@eq_gradient (fun s => \sum_i slopes (fun j => (j == k)%:R) i * s i)) => [s|].
  rewrite slopes_dot (bigD1 k) //= eqxx mul1r big1 ?addr0 // => j /negPf ->.
  by rewrite mul0r.
exact: linear_gradient.
Qed.

(** g(Σ_k φ(r₊ - r_k)) has ξ_k = g' φ'(r₊ - r_k). *)
Lemma composed_slopes (g phi : F -> F) r gamma phi' :
  has_derivative (fun t => g (loss_of_differences phi r + t)) gamma ->
  (forall k, has_derivative (fun t => phi (difference r k + t)) (phi' k)) ->
  has_slopes (fun s => g (loss_of_differences phi s)) r (fun k => gamma * phi' k).
Proof.
move=> dg dphi.
have dl : has_gradient (loss_of_differences phi) r
    (fun i => \sum_k phi' k * slopes (fun j => (j == k)%:R) i).
  apply: gradient_sum => k; apply: gradient_compose (dphi k) _.
  exact: difference_gradient.
move: (gradient_compose dg dl) => D e e0; have [s s0 sP] := D e e0; exists s => // r' /sP.
congr (`|_ - _| <= _); apply: eq_bigr => i _; congr (_ * _).
rewrite /slopes; case: unliftP => [k|] _.
  rewrite (bigD1 k) //= eqxx big1 => [|j /negPf jk]; first by rewrite addr0 mulrN1 mulrN.
  by rewrite eq_sym jk oppr0 mulr0.
rewrite -mulr_sumr; congr (_ * _); apply: eq_bigr => k _.
by rewrite (bigD1 k) //= eqxx big1 ?addr0 ?mulr1 // => j /negPf ->.
Qed.

End Losses.

Section Signs.
Variable F : realFieldType.
Variables exp log : F -> F.
Hypotheses (expP : exponential exp) (logP : logarithm log).
Variable H : nat.
Implicit Types r : 'I_H.+1 -> F.

Lemma log_derivative g c : g 0 != 0 -> has_derivative g c ->
  has_derivative (fun t => log (g t)) ((g 0)^-1 * c).
Proof. by move=> g0; apply: derivative_compose; apply: logP. Qed.

Lemma ratio_of_differences tau r k : tau != 0 ->
  exp (- r (lift ord0 k) / tau) = exp (- r ord0 / tau) * exp (difference r k / tau).
Proof.
by move=> t0; rewrite -(exponentialD expP); congr exp; rewrite /difference; field.
Qed.

(** p₊ = 1 / (1 + Σ_k e^(d_k/τ)). *)
Lemma share_of_differences tau r : tau != 0 ->
  positive_share exp tau r = (1 + loss_of_differences (fun d => exp (d / tau)) r)^-1.
Proof.
move=> t0; rewrite /positive_share (eq_bigr _ (fun k _ => ratio_of_differences r k t0)).
rewrite -mulr_sumr -[X in X + _]mulr1 -mulrDr invfM mulrA mulfV ?mul1r //.
exact: lt0r_neq0 (exponential_gt0 expP _).
Qed.

Lemma decoupled_of_differences tau r : tau != 0 -> decoupled exp log tau r
  = - log (loss_of_differences (fun d => exp (d / tau)) r)^-1.
Proof.
move=> t0; rewrite /decoupled (eq_bigr _ (fun k _ => ratio_of_differences r k t0)).
rewrite -mulr_sumr invfM mulrA mulfV ?mul1r //.
exact: lt0r_neq0 (exponential_gt0 expP _).
Qed.

Lemma exp_derivative tau d :
  has_derivative (fun t => exp ((d + t) / tau)) (exp (d / tau) / tau).
Proof.
have dt : has_derivative (fun t => (d + t) / tau) tau^-1.
  by apply: (@quadratic_derivative _ _ _ 0); exists 1; rewrite ?ltr01 // => t _; ring.
have := @derivative_compose F exp _ _ _ (exponential_derivative expP _) dt.
by rewrite addr0.
Qed.

(** L is differentiable at r with the derivatives -ξ_k by r_k and Σ_k ξ_k by r₊: it
    attracts the positive, repels every negative, and its derivatives sum to 0. *)
Definition attracts_and_repels (L : loss F H) r (xi : 'I_H -> F) : Prop :=
  let c := slopes xi in
  [/\ has_gradient L r c, 0 < c ord0, forall k, c (lift ord0 k) < 0 & \sum_i c i = 0].

Hypothesis one_negative : (0 < H)%N.

Lemma slopes_signs (L : loss F H) r xi xi' : has_slopes L r xi -> xi =1 xi' ->
  (forall k, 0 < xi' k) -> attracts_and_repels L r xi'.
Proof.
move=> g E pos; split=> [|| k|]; last exact: slopes_sum.
- have s i : slopes xi i = slopes xi' i.
    by rewrite /slopes; case: unliftP => [k _|_]; rewrite ?E // (eq_bigr _ (fun k _ => E k)).
  move=> e e0; have [d d0 dP] := g e e0; exists d => // r' /dP.
  by rewrite (eq_bigr (fun i => slopes xi' i * (r' i - r i))) => [|i _]; rewrite ?s.
- rewrite /slopes unlift_none (bigD1 (Ordinal one_negative)) //=.
  by apply: ltr_paddr => //; apply: sumr_ge0 => k _; apply: ltW.
by rewrite /slopes liftK oppr_lt0.
Qed.

Let d := @difference F H.
Let e tau r k := exp (d r k / tau).

Lemma e_gt0 tau r k : 0 < e tau r k. Proof. exact: exponential_gt0. Qed.
Lemma sum_e_gt0 tau r : 0 < \sum_k e tau r k.
Proof.
rewrite (bigD1 (Ordinal one_negative)) //=; apply: ltr_paddr; last exact: e_gt0.
by apply: sumr_ge0 => k _; apply: ltW; apply: e_gt0.
Qed.

Lemma shift_derivative (a : F) : has_derivative (fun t => a + t) 1.
Proof. by apply: (@quadratic_derivative _ _ _ 0); exists 1; rewrite ?ltr01 // => t _; ring. Qed.

(** contrastive-losses#attracts-the-positive, contrastive-losses#repels-every-negative,
    contrastive-losses#sum-is-zero, contrastive-losses#derivatives:
    any Σ_k φ(r₊ - r_k) with φ' > 0 at the differences;
    ξ_k = φ'(r₊ - r_k). *)
Theorem increasing_loss (phi : F -> F) (phi' : 'I_H -> F) r :
  (forall k, has_derivative (fun t => phi (d r k + t)) (phi' k)) -> (forall k, 0 < phi' k) ->
  attracts_and_repels (loss_of_differences phi) r phi'.
Proof.
move=> dphi pos; have := @composed_slopes F H id phi r 1 phi' (shift_derivative _) dphi.
by move/slopes_signs; apply=> // k; rewrite mul1r.
Qed.

(** contrastive-losses#attracts-the-positive, contrastive-losses#repels-every-negative,
    contrastive-losses#sum-is-zero, contrastive-losses#derivatives:
    the simple loss Σ_k (r₊ - r_k); ξ_k = 1. *)
Theorem simple_slopes r : attracts_and_repels (@simple F H) r (fun=> 1).
Proof. by apply: (@increasing_loss id) => [k|k]; [apply: shift_derivative | apply: ltr01]. Qed.

(** contrastive-losses#attracts-the-positive, contrastive-losses#repels-every-negative,
    contrastive-losses#sum-is-zero, contrastive-losses#derivatives: the soft triplet loss
    Σ_k τ ln(1 + e^((d_k + r₀)/τ)), d_k = r₊ - r_k, with ξ_k = σ((d_k + r₀)/τ). *)
Theorem soft_triplet_slopes tau (r0 : F) r : 0 < tau ->
  attracts_and_repels (soft_triplet exp log tau r0) r
    (fun k => exp ((d r k + r0) / tau) / (1 + exp ((d r k + r0) / tau))).
Proof.
move=> t0; have E0 v : 0 < exp v := exponential_gt0 expP v.
apply: (@increasing_loss (fun v => tau * log (1 + exp ((v + r0) / tau)))) => k; last first.
  by rewrite divr_gt0 // ltr_paddr ?ltr01 ?ltW.
have de := exp_derivative tau (d r k + r0).
have de1 : has_derivative (fun t => 1 + exp ((d r k + t + r0) / tau)) (exp ((d r k + r0) / tau) / tau).
  rewrite -[X in has_derivative _ X]add0r; apply: derivative_add; first exact: derivative_const.
  by move: de; apply: derivative_near; exists 1; rewrite ?ltr01 // => t _; rewrite addrAC.
have n0 : 1 + exp ((d r k + 0 + r0) / tau) != 0 by rewrite lt0r_neq0 // ltr_paddr ?ltr01 ?ltW.
have := derivative_scale tau (log_derivative n0 de1); rewrite addr0.
by congr has_derivative; move: n0; rewrite addr0; move: (exp _) => v n0; field; rewrite n0 lt0r_neq0.
Qed.

(** contrastive-losses#attracts-the-positive, contrastive-losses#repels-every-negative,
    contrastive-losses#sum-is-zero, contrastive-losses#derivatives,
    contrastive-losses#derivatives-as-defined: InfoNCE, with
    ξ_k = e^(d_k/τ) / (τ (1 + Σ_j e^(d_j/τ))). *)
Theorem info_nce_slopes tau r : 0 < tau ->
  attracts_and_repels (info_nce exp log tau) r
    (fun k => exp (d r k / tau) / (tau * (1 + \sum_j exp (d r j / tau)))).
Proof.
move=> t0; have tn := lt0r_neq0 t0; have s0 := sum_e_gt0 tau r.
have S0 : 0 < 1 + \sum_j e tau r j by apply: ltr_paddl; rewrite ?ler01.
have Sn := lt0r_neq0 S0; set S := 1 + _ in S0 Sn.
have dS : has_derivative (fun t => (1 + (loss_of_differences (fun v => exp (v / tau)) r + t))^-1)
    (- (1 / S ^+ 2)).
  have := @derivative_inv F (fun t => S + t) 1; rewrite addr0 => /(_ S0 (shift_derivative S)).
  by apply: derivative_near; exists 1; rewrite ?ltr01 // => t _; rewrite addrA.
have dl : has_derivative (fun t => - log (1 + (loss_of_differences (fun v => exp (v / tau)) r + t))^-1) S^-1.
  have n0 : (1 + (loss_of_differences (fun v => exp (v / tau)) r + 0))^-1 != 0 by rewrite addr0 invr_eq0.
  have := derivative_scale (-1) (log_derivative n0 dS); rewrite addr0 -/(e tau r _) -/S invrK.
  have -> : -1 * (S * - (1 / S ^+ 2)) = S^-1 by field.
  by apply: derivative_near; exists 1; rewrite ?ltr01 // => t _; rewrite mulN1r.
have := composed_slopes (g := fun s => - log (1 + s)^-1) dl (fun k => exp_derivative tau (d r k)).
have E : (fun s : 'I_H.+1 -> F => - log (1 + loss_of_differences (fun v => exp (v / tau)) s)^-1) =1 info_nce exp log tau.
  by move=> s; rewrite -(share_of_differences s tn).
move/(eq_gradient E)/slopes_signs; apply=> k.
  have -> : 1 + \sum_j exp (d r j / tau) = S by [].
  by rewrite mulrCA -invfM (mulrC tau).
by rewrite divr_gt0 ?mulr_gt0 // exponential_gt0.
Qed.

(** contrastive-losses#attracts-the-positive, contrastive-losses#repels-every-negative,
    contrastive-losses#sum-is-zero, contrastive-losses#derivatives,
    contrastive-losses#derivatives-as-defined: the decoupled loss, with
    ξ_k = e^(d_k/τ) / (τ Σ_j e^(d_j/τ)). *)
Theorem decoupled_slopes tau r : 0 < tau ->
  attracts_and_repels (decoupled exp log tau) r
    (fun k => exp (d r k / tau) / (tau * \sum_j exp (d r j / tau))).
Proof.
move=> t0; have tn := lt0r_neq0 t0; have S0 := sum_e_gt0 tau r.
have Sn := lt0r_neq0 S0; set S := \sum_j _ in S0 Sn.
have dS : has_derivative (fun t => (S + t)^-1) (- (1 / S ^+ 2)).
  have := @derivative_inv F (fun t => S + t) 1; rewrite addr0 => /(_ S0).
  by apply; apply: shift_derivative.
have dl : has_derivative (fun t => - log (S + t)^-1) S^-1.
  have n0 : (S + 0)^-1 != 0 by rewrite addr0 invr_eq0.
  have := derivative_scale (-1) (log_derivative n0 dS); rewrite addr0 invrK.
  have -> : -1 * (S * - (1 / S ^+ 2)) = S^-1 by field.
  by apply: derivative_near; exists 1; rewrite ?ltr01 // => t _; rewrite mulN1r.
have := composed_slopes (g := fun s => - log s^-1) (phi := fun v => exp (v / tau)) (r := r) dl (fun k => exp_derivative tau (d r k)).
have E : (fun s : 'I_H.+1 -> F => - log (loss_of_differences (fun v => exp (v / tau)) s)^-1) =1 decoupled exp log tau.
  by move=> s; rewrite -(decoupled_of_differences s tn).
move/(eq_gradient E)/slopes_signs; apply=> k.
  by rewrite -/S mulrCA -invfM (mulrC tau).
by rewrite divr_gt0 ?mulr_gt0 // exponential_gt0.
Qed.

(** contrastive-losses#attracts-the-positive, contrastive-losses#repels-every-negative,
    contrastive-losses#sum-is-zero, contrastive-losses#derivatives,
    contrastive-losses#derivatives-as-defined: -p₊, with
    ξ_k = e^(d_k/τ) / (τ (1 + Σ_j e^(d_j/τ))²). *)
Theorem minus_share_slopes tau r : 0 < tau ->
  attracts_and_repels (minus_share exp tau) r
    (fun k => exp (d r k / tau) / (tau * (1 + \sum_j exp (d r j / tau)) ^+ 2)).
Proof.
move=> t0; have tn := lt0r_neq0 t0; have s0 := sum_e_gt0 tau r.
have S0 : 0 < 1 + \sum_j e tau r j by apply: ltr_paddl; rewrite ?ler01.
have Sn := lt0r_neq0 S0; set S := 1 + _ in S0 Sn.
have dS : has_derivative (fun t => - (1 + (loss_of_differences (fun v => exp (v / tau)) r + t))^-1)
    (S ^+ 2)^-1.
  have := @derivative_inv F (fun t => S + t) 1; rewrite addr0 => /(_ S0 (shift_derivative S)).
  move/(derivative_scale (-1)); rewrite mulN1r opprK mul1r.
  by apply: derivative_near; exists 1; rewrite ?ltr01 // => t _; rewrite addrA mulN1r.
have := composed_slopes (g := fun s => - (1 + s)^-1) dS (fun k => exp_derivative tau (d r k)).
have E : (fun s : 'I_H.+1 -> F => - (1 + loss_of_differences (fun v => exp (v / tau)) s)^-1) =1 minus_share exp tau.
  by move=> s; rewrite -(share_of_differences s tn).
move/(eq_gradient E)/slopes_signs; apply=> k.
  have -> : 1 + \sum_j exp (d r j / tau) = S by [].
  by rewrite mulrCA -invfM (mulrC tau).
by rewrite divr_gt0 ?mulr_gt0 ?exprn_gt0 // exponential_gt0.
Qed.

(** contrastive-operator#both-branches: InfoNCE, any number of negatives, any law of the
    batches: -∇L = (E[Σ_k ξ_k (K₁-K₋ₖ)(K₁-K₋ₖ)ᵀ] - E[(Σ_k ξ_k)(K₁-K₊)(K₁-K₊)ᵀ]) w with
    ξ_k = e^(d_k/τ) / (τ (1 + Σ_j e^(d_j/τ))), d_k = r₊ - r_k. *)
Theorem info_nce_operator (O : finType) (rho : O -> F) (m n : nat)
    (K1 Kp : O -> 'M[F]_(m, n)) (Kn : O -> 'I_H -> 'M[F]_(m, n)) tau w v : 0 < tau ->
  let r w o := distances (fun o _ => K1 o) (partner Kp Kn) w o in
  let xi o k := exp (d (r w o) k / tau) / (tau * (1 + \sum_j exp (d (r w o) j / tau))) in
  has_derivative (fun t => \sum_o rho o * info_nce exp log tau (r (w + t *: v) o))
    (- dot v ((inter_sample rho K1 Kn xi - intra_sample rho K1 Kp xi) *m w)).
Proof.
move=> t0 r xi; apply: (@contrastive_operator F O H m n rho K1 Kp Kn (fun=> info_nce exp log tau)).
by move=> o; case: (info_nce_slopes (r w o) t0).
Qed.

End Signs.
