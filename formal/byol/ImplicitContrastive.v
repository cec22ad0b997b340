(** BYOL's implicit contrastive term: which predictors give one, and its sign.

    Where f = [output W], K is the connection of the layer with weights W, M = E K. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolUpdate.
From dualproof Require Import updates.Gradient byol.OptimalPredictor byol.OptimalAttraction.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** byol-implicit-contrastive#projection-gives-none (in part): S = Pᵀ(I - P) is 0 exactly
    for the orthogonal projections, over any field; only: the weight, the update is
    projection_operator and projection_zero_mean_operator. *)
Theorem implicit_weight_projection (F : fieldType) n (P : 'M[F]_n) :
  implicit_weight P = 0 <-> P^T = P /\ P *m P = P.
Proof.
rewrite /implicit_weight mulmxBr mulmx1; split=> [/eqP|[-> ->]]; last exact: subrr.
rewrite subr_eq0 => /eqP E; have Pt : P^T = P.
  transitivity (P^T *m P); first exact: E.
  by rewrite -[RHS]trmxK {2}E trmx_mul trmxK.
by split=> //; rewrite -[in RHS]Pt E Pt.
Qed.

Section Projection.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variables d n : nat.
Variable K : X -> A -> 'M[F]_(d, n).
Variable P : 'M[F]_n.
Hypothesis S0 : implicit_weight P = 0.

Lemma projection_gram : P^T *m P = P.
Proof. by have [-> ->] := (implicit_weight_projection P).1 S0. Qed.

(** byol-implicit-contrastive#projection-gives-none: where S = 0 the operator is
    -E_x V^P_{x'|x}[K], without zero-mean. *)
Theorem projection_operator : byol_operator p q P K = - within_variance p q P K.
Proof.
rewrite /byol_operator S0 projection_gram /weighted_moment.
under eq_mean => x do rewrite mulmx0 mul0mx.
by rewrite /mean big1 ?sub0r // => x _; rewrite scaler0.
Qed.

(** byol-implicit-contrastive#projection-gives-none: and with it. *)
Theorem projection_zero_mean_operator :
  byol_zero_mean_operator p q P K = - within_variance p q P K.
Proof.
rewrite /byol_zero_mean_operator S0 projection_gram /weighted_variance.
under eq_mean => x do rewrite mulmx0 mul0mx.
by rewrite /mean big1 ?sub0r // => x _; rewrite scaler0.
Qed.

End Projection.

Section Layer.
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
Variable P : 'M[F]_n.
Implicit Types W V : 'M[F]_(k, m).

Let f := output below D above input.
Let K := layer_connection below D above input.
Let M := mean p (view_mean q K).

(** A constant taken off the target adds a constant to the loss of a zero-mean output. *)
Lemma target_shift (u g : X -> A -> 'cV[F]_n) c :
  byol_loss p q P (centred p q u) (fun x a => g x a + c)
    = byol_loss p q P (centred p q u) g
      + 2%:R^-1 * (second_moment p q (fun x a => g x a + c) (fun x a => g x a + c)
                   - second_moment p q g g).
Proof.
rewrite /byol_loss !positive_lossE //.
have -> : \sum_x p x * dot (view_mean q (fun x a => P *m centred p q u x a) x)
                           (view_mean q (fun x a => g x a + c) x)
    = \sum_x p x * dot (view_mean q (fun x a => P *m centred p q u x a) x) (view_mean q g x).
  under eq_bigr => x _ do rewrite view_mean_shift // dotDr.
  rewrite sumD -dot_meanl; have -> : mean p (view_mean q (fun x a => P *m centred p q u x a)) = 0.
    transitivity (P *m mean p (view_mean q (centred p q u))).
      by rewrite -mean_mull; apply: eq_mean => x; rewrite /view_mean mean_mull.
    rewrite [mean p _](_ : _ = 0) ?mulmx0 //.
    transitivity (mean p (fun x => view_mean q u x - mean p (view_mean q u))).
      by apply: eq_mean => x; rewrite /view_mean meanB mean_const.
    by rewrite meanB mean_const // subrr.
  by rewrite dot0l addr0.
move: (second_moment p q (fun _ _ => _ *m _) _) (second_moment p q g g) => a b.
by move: (second_moment _ _ _ _) (\sum_x _) => e s; ring.
Qed.

(** byol-implicit-contrastive#with-zero-mean: the online output zero-mean, the target
    f + c with any constant c (none, or the mean taken off):
    -∇r = (V_x^S[K̄] - E_x V^{PᵀP}_{x'|x}[K]) vec W. *)
Theorem byol_zero_mean_any_target c W V t :
  byol_loss p q P (centred p q (f (W + t *: V))) (fun x a => f W x a + c)
    = byol_loss p q P (centred p q (f W)) (fun x a => f W x a + c)
      + t * - dot (vec V) (byol_zero_mean_operator p q P K *m vec W)
      + t ^+ 2 * (2%:R^-1 * second_moment p q (fun x a => P *m ((K x a - M)^T *m vec V))
                                              (fun x a => P *m ((K x a - M)^T *m vec V))).
Proof.
pose c0 := - mean p (view_mean q (f W)).
have E u : byol_loss p q P (centred p q u) (centred p q (f W))
    = byol_loss p q P (centred p q u) (fun x a => f W x a + c0) by [].
have B := byol_with_zero_mean p q1 two below D above input P W V t.
rewrite -/f -/K -/M !E !target_shift in B; rewrite !target_shift.
have shift (l1 l0 s0 s a b : F) : l1 + s0 = l0 + s0 + a + b -> l1 + s = l0 + s + a + b.
  move=> e; have -> : l1 = l0 + a + b by apply: (addIr s0); rewrite e; ring.
  by ring.
exact: shift B.
Qed.

(** byol-implicit-contrastive#without-zero-mean (in part): E_x[K̄ S K̄ᵀ] =
    V_x^S[K̄] + M S Mᵀ; only: the update is byol_without_zero_mean. *)
Theorem moment_of_the_predictor :
  weighted_moment p q (implicit_weight P) K
    = weighted_variance p (implicit_weight P) (view_mean q K)
      + M *m implicit_weight P *m M^T.
Proof. by rewrite weighted_variance_moment // subrK. Qed.

(** ⟨vec W, M S Mᵀ vec W⟩ = ⟨m, S m⟩ with m = E f. *)
Lemma share_form S W :
  dot (vec W) (M *m S *m M^T *m vec W)
    = dot (mean p (view_mean q (f W))) (S *m mean p (view_mean q (f W))).
Proof.
have -> : mean p (view_mean q (f W)) = M^T *m vec W.
  rewrite -mean_tr_mul; apply: eq_mean => x; rewrite -view_mean_tr_mul.
  by apply: eq_mean => a; rewrite /f outputE.
by rewrite -!mulmxA dot_mulr.
Qed.

End Layer.

(** byol-implicit-contrastive#predictor-gives-some: at the top layer, f = W g with g any
    function of the view, the zero-mean has a share wherever S E f is not 0. *)
Theorem predictor_gives_some (F : fieldType) (X A : finType) (p : X -> F) (q : X -> A -> F)
    n0 m n (below : network F (X * A) n0 m) (input : X -> A -> 'cV[F]_n0)
    (W : 'M[F]_(n, m)) (P : 'M[F]_n) :
  law p -> (forall x, law (q x)) ->
  let top := fun=> 1%:M in
  let K := layer_connection below top Output input in
  let M := mean p (view_mean q K) in
  let f := output below top Output input W in
  implicit_weight P *m mean p (view_mean q f) != 0 ->
  byol_zero_mean_operator p q P K *m vec W != byol_operator p q P K *m vec W.
Proof.
move=> p1 q1 top K M f; apply: contraNneq => eq.
have share := zero_mean_share q p1 below top Output input P W.
have ME V : M^T *m vec V = V *m mean p (view_mean q (fun x a => forward below (x, a) (input x a))).
  rewrite -mean_tr_mul -mean_mull; apply: eq_mean => x.
  rewrite -view_mean_tr_mul /view_mean -mean_mull; apply: eq_mean => a.
  by rewrite kron_tr_vec mul1mx mul1mx.
have mE : mean p (view_mean q f) = M^T *m vec W.
  rewrite -mean_tr_mul; apply: eq_mean => x; rewrite -view_mean_tr_mul.
  by apply: eq_mean => a; rewrite /f outputE.
move: share; rewrite -/K -/M eq => /esym/eqP; rewrite -subr_eq0 addrAC subrr add0r oppr_eq0.
rewrite -[X in X == 0]mulmxA -[X in X == 0]mulmxA -mE.
have zE : implicit_weight P *m mean p (view_mean q f) = implicit_weight P *m (M^T *m vec W).
  by rewrite mE.
move: zE; rewrite ME; set g := mean p (view_mean q (fun x a => _)) in ME *.
move: (implicit_weight P *m mean p _) => z zE.
move=> /eqP Mz; apply/eqP/colP => i; rewrite [RHS]mxE.
have zg j : z i 0 * g j 0 = 0.
  have : dot (M^T *m vec (delta_mx i j)) z = 0 by rewrite dot_mull trmxK Mz dotC dot0l.
  rewrite ME => <-; rewrite /dot (bigD1 i) //= big1 => [|l /negPf li].
    rewrite addr0 mulrC !mxE (bigD1 j) //= big1 => [|r /negPf rj].
      by rewrite mxE !eqxx mul1r addr0.
    by rewrite mxE rj andbF mul0r.
  by rewrite mxE big1 ?mul0r // => r _; rewrite mxE li mul0r.
case: (pickP (fun j => g j 0 != 0)) => [j gj|g0]; last first.
  rewrite zE (_ : g = 0) ?mulmx0 ?mxE //; apply/colP => j; rewrite mxE.
  by apply/eqP; have := g0 j => /negbFE.
by have /eqP := zg j; rewrite mulf_eq0 (negPf gj) orbF => /eqP.
Qed.
