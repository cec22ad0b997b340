(** SimCLR: the update of every layer is a covariance operator. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The outputs Kᵀw of any family of connections K. *)
Section Operator.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variables d n : nat.
Variable K : X -> A -> 'M[F]_(d, n).
Let f (w : 'cV[F]_d) : X -> A -> 'cV[F]_n := fun x a => (K x a)^T *m w.
Let V := variance p (view_mean q K).

Lemma simclr_loss_operator v w : simclr_loss p q (f v) (f w) = - dot v (V *m w).
Proof.
rewrite simclr_lossE // /V dot_variance // opprB -!mean_tr_mul.
congr (dot _ _ - _); try by apply: eq_mean => x; rewrite view_mean_tr_mul.
by apply: eq_bigr => x _; rewrite !view_mean_tr_mul.
Qed.

Lemma operator_symmetric : V^T = V.
Proof.
rewrite /V /variance -mean_tr; apply: eq_mean => x.
by rewrite trmx_mul trmxK.
Qed.

Lemma dot_operatorC v w : dot v (V *m w) = dot w (V *m v).
Proof. by rewrite dot_mulr operator_symmetric dotC. Qed.

Lemma both_branches (w v : 'cV[F]_d) t :
  simclr_loss p q (f (w + t *: v)) (f (w + t *: v))
    = simclr_loss p q (f w) (f w) + t * (- 2%:R * dot v (V *m w))
      + t ^+ 2 * - dot v (V *m v).
Proof.
rewrite !simclr_loss_operator mulmxDr -scalemxAr !(dotDl, dotDr, dotZl, dotZr).
rewrite (dot_operatorC w v).
by move: (dot w _) (dot v _) (dot v (V *m v)) => a b c; ring.
Qed.

Lemma one_branch (w v : 'cV[F]_d) t :
  simclr_loss p q (f (w + t *: v)) (f w)
    = simclr_loss p q (f w) (f w) + t * - dot v (V *m w).
Proof. by rewrite !simclr_loss_operator dotDl dotZl; ring. Qed.

Lemma operator_energy w : dot w (V *m w) = \tr (variance p (view_mean q (f w))).
Proof.
rewrite trace_variance // /V dot_variance // -!mean_tr_mul.
have E x : (view_mean q K x)^T *m w = view_mean q (f w) x by rewrite view_mean_tr_mul.
by rewrite (eq_mean _ E); under eq_bigr => x _ do rewrite E.
Qed.

(** V - β E_x V_{x'|x}[K]. *)
Let G beta := V - beta *: within_variance p q 1%:M K.

Lemma positive_loss_within w :
  positive_loss p q (f w) (f w) = dot w (within_variance p q 1%:M K *m w).
Proof.
rewrite positive_lossE // dot_within_variance //.
have E (u : 'cV[F]_n) : 1%:M *m u = u by exact: mul1mx.
under eq_bigr => x _ do rewrite view_mean_tr_mul.
under [in RHS]eq_bigr => x _ do rewrite E.
rewrite -mulrDl.
suff -> : second_moment p q (fun x a => (K x a)^T *m w) (fun x a => 1%:M *m ((K x a)^T *m w))
          = second_moment p q (f w) (f w) by field.
by apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => a _; rewrite E.
Qed.

Lemma beta_lossE beta w : beta_loss p q beta (f w) (f w) = - dot w (G beta *m w).
Proof.
have -> : beta_loss p q beta (f w) (f w)
    = simclr_loss p q (f w) (f w) + beta * positive_loss p q (f w) (f w).
  by rewrite /beta_loss /simclr_loss; ring.
rewrite simclr_loss_operator positive_loss_within mulmxBl -scalemxAl dotBr dotZr.
by rewrite opprB addrC.
Qed.

Lemma beta_operatorC beta v w : dot v (G beta *m w) = dot w (G beta *m v).
Proof.
rewrite dot_mulr linearB linearZ /= operator_symmetric within_variance_tr trmx1.
by rewrite dotC.
Qed.

Lemma beta_branches beta (w v : 'cV[F]_d) t :
  beta_loss p q beta (f (w + t *: v)) (f (w + t *: v))
    = beta_loss p q beta (f w) (f w) + t * (- 2%:R * dot v (G beta *m w))
      + t ^+ 2 * - dot v (G beta *m v).
Proof.
rewrite !beta_lossE mulmxDr -scalemxAr !(dotDl, dotDr, dotZl, dotZr).
rewrite (beta_operatorC _ w v).
by move: (dot w _) (dot v _) (dot v (G _ *m v)) => a b c; ring.
Qed.

End Operator.

(** The layer with weights W in a network: [below] and [above] it any layers of
    any widths, D its gates; the sample x has the views (x, a), the network
    reads [input x a]. *)
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

(** The output of the network as a function of the weights of the layer. *)
Definition output (W : 'M[F]_(k, m)) (x : X) (a : A) : 'cV[F]_n :=
  forward (stack below (Layer W D above)) (x, a) (input x a).

(** The connection K_l at every view. *)
Definition layer_connection (x : X) (a : A) : 'M[F]_(m * k, n) :=
  connection below D above (x, a) (input x a).

(** The covariance operator V_x[K̄_l]. *)
Definition covariance_operator : 'M[F]_(m * k) :=
  variance p (view_mean q layer_connection).

Lemma output_connection W x a : output W x a = (layer_connection x a)^T *m vec W.
Proof. exact: connection_output. Qed.

(** covariance-operator#both-branches: on every line W + tV the loss is its value
    at W, plus t times -2⟨vec V, V_x[K̄] vec W⟩, plus t² times a constant:
    -∇L = 2 V_x[K̄] vec W. *)
Theorem covariance_operator_both_branches W V t :
  simclr_loss p q (output (W + t *: V)) (output (W + t *: V))
    = simclr_loss p q (output W) (output W)
      + t * (- 2%:R * dot (vec V) (covariance_operator *m vec W))
      + t ^+ 2 * - dot (vec V) (covariance_operator *m vec V).
Proof.
have E Z := fun x a => output_connection Z x a.
by rewrite !(eq_simclr_loss _ _ (E _) (E _)) vecD vecZ both_branches.
Qed.

(** covariance-operator#one-branch: with the second argument a constant,
    -∇L = V_x[K̄] vec W. *)
Theorem covariance_operator_one_branch W V t :
  simclr_loss p q (output (W + t *: V)) (output W)
    = simclr_loss p q (output W) (output W)
      + t * - dot (vec V) (covariance_operator *m vec W).
Proof.
have E Z := fun x a => output_connection Z x a.
by rewrite !(eq_simclr_loss _ _ (E _) (E _)) vecD vecZ one_branch.
Qed.

(** covariance-operator#loss-with-beta: L^β = (1 + β) r₊ - r₋, both branches, has
    -∇L^β = 2 (V_x[K̄] - β E_x V_{x'|x}[K]) vec W, for β of either sign. *)
Theorem covariance_operator_beta beta W V t :
  let G := covariance_operator - beta *: within_variance p q 1%:M layer_connection in
  beta_loss p q beta (output (W + t *: V)) (output (W + t *: V))
    = beta_loss p q beta (output W) (output W)
      + t * (- 2%:R * dot (vec V) (G *m vec W)) + t ^+ 2 * - dot (vec V) (G *m vec V).
Proof.
have E Z := fun x a => output_connection Z x a.
rewrite /beta_loss !(eq_positive_loss _ _ (E _) (E _)) !(eq_negative_loss _ _ (E _) (E _)).
by rewrite vecD vecZ; apply: beta_branches.
Qed.

(** covariance-operator#energy: L = -tr V_x[F̄]. *)
Theorem energy_of_the_loss W :
  simclr_loss p q (output W) (output W) = - \tr (variance p (view_mean q (output W))).
Proof. by rewrite simclr_lossE // trace_variance // opprB. Qed.

(** covariance-operator#energy-of-every-layer: ⟨vec W, V_x[K̄] vec W⟩ = tr V_x[F̄],
    whatever the layer. *)
Theorem energy_of_the_operator W :
  dot (vec W) (covariance_operator *m vec W) = \tr (variance p (view_mean q (output W))).
Proof.
rewrite operator_energy //; congr (\tr _); rewrite /variance.
have E x : view_mean q (fun x a => (layer_connection x a)^T *m vec W) x
           = view_mean q (output W) x.
  by apply: eq_mean => a; rewrite output_connection.
by rewrite (eq_mean _ E); apply: eq_mean => x; rewrite E.
Qed.

(** covariance-operator#positive-semidefinite (in part): the operator is symmetric.
    only: its sign is `covariance_operator_semidefinite`. *)
Theorem covariance_operator_symmetric : covariance_operator^T = covariance_operator.
Proof. exact: operator_symmetric. Qed.

End Layer.

(** covariance-operator#positive-semidefinite (in part): where probabilities are not
    negative, ⟨v, V_x[K̄] v⟩ ≥ 0. only: its symmetry is `covariance_operator_symmetric`. *)
Theorem covariance_operator_semidefinite (F : realFieldType) (X A : finType)
    (p : X -> F) (q : X -> A -> F) n0 m k h n (below : network F (X * A) n0 m)
    (D : X * A -> 'M[F]_(h, k)) (above : network F (X * A) h n)
    (input : X -> A -> 'cV[F]_n0) v :
  (forall x, 0 <= p x) ->
  0 <= dot v (covariance_operator p q below D above input *m v).
Proof.
move=> p0; rewrite /covariance_operator variance_weighted.
by apply: weighted_variance_ge0 => // u; rewrite mul1mx dot_ge0.
Qed.
