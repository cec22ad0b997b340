(** BYOL: the matrix by which Hermite's theorem tells that the eigenvalues of the best
    predictor are real and in [0, 1], as a mean of products. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol
  updates.Gradient byol.OptimalPredictor.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Hermite.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variable n : nat.
Variable f : X -> A -> 'cV[F]_n.
Let B := between p q f.
Let W := within p q f.
Let T := total p q f.
Let best := best_predictor p q f.
Hypothesis T_unit : T \in unitmx.

(** P⋆ⁱ. *)
Definition best_power (i : nat) : 'M[F]_n := iter i (mulmx best) 1%:M.

Lemma best_power_add i j : best_power (i + j) = best_power i *m best_power j.
Proof. by elim: i => [|i IH]; rewrite ?mul1mx // /best_power addSn !iterS -/(best_power _) IH mulmxA. Qed.

Lemma best_power_comm k : best_power k *m best = best *m best_power k.
Proof.
by elim: k => [|k E]; rewrite ?mul1mx ?mulmx1 // /best_power iterS -/(best_power k) -mulmxA E.
Qed.

Lemma best_power_tr j : (best_power j)^T *m invmx T = invmx T *m best_power j.
Proof.
elim: j => [|j IH]; first by rewrite /best_power /= trmx1 mul1mx mulmx1.
have bt : best^T *m invmx T = invmx T *m best.
  by rewrite /best /best_predictor trmx_mul trmx_inv between_tr total_tr mulmxA.
rewrite {1}/best_power iterS -/(best_power j) trmx_mul -mulmxA bt mulmxA IH -mulmxA best_power_comm.
by rewrite /best_power iterS.
Qed.

(** optimal-predictor#spectrum (in part): Hermite's matrix tr P⋆(I - P⋆)P⋆^(i+j) is the Gram
    matrix of u_i = (F̄(x) - EF̄)ᵀ T⁻¹ P⋆ⁱ (f(x') - F̄(x')), x and x' independent. only: that
    the eigenvalues are therefore in [0, 1] is `best_predictor_spectrum`. *)
Theorem hermite_matrix i j :
  let u k x x' a := dot (view_mean q f x - mean p (view_mean q f))
                        (invmx T *m best_power k *m (f x' a - view_mean q f x')) in
  \tr (best *m (1%:M - best) *m best_power (i + j))
    = \sum_x p x * (\sum_x' p x' * (\sum_a q x' a * (u i x x' a * u j x x' a))).
Proof.
move=> u; pose d x := view_mean q f x - mean p (view_mean q f).
pose e x a := f x a - view_mean q f x; pose M k := invmx T *m best_power k.
have square y z : dot y (B *m z) = \sum_x p x * (dot (d x) y * dot (d x) z).
  rewrite -mean_mulr dot_meanr; apply: eq_bigr => x _; congr (_ * _).
  by rewrite -mulmxA dot_mulr -/(d x) {1}/dot big_ord1 !dotE.
have Mt k : (M k)^T = M k by rewrite /M trmx_mul trmx_inv total_tr best_power_tr.
transitivity (inner (M j *m B *m M i) W); last first.
  rewrite inner_mean; under [RHS]eq_bigr => x _ do rewrite mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => x' _ /=.
  under [RHS]eq_bigr => x _ do rewrite mulrCA mulr_sumr.
  rewrite -mulr_sumr exchange_big inner_mean; congr (_ * _); apply: eq_bigr => a _ /=.
  under [RHS]eq_bigr => x _ do rewrite mulrCA.
  rewrite -mulr_sumr -dot_outer -(mulmxA (M j *m B)) -(mulmxA (M j)) dot_mulr Mt square; congr (_ * _).
  by apply: eq_bigr => x _; rewrite (mulrC (u i x x' a)).
have WT : W *m invmx T = 1%:M - best.
  have -> : W = T - B by rewrite /T /total addrC addKr.
  by rewrite mulmxBl mulmxV.
have Gt : (M j *m B *m M i)^T = M i *m (B *m M j).
  by rewrite [LHS]trmx_mul Mt [(M j *m B)^T]trmx_mul Mt between_tr.
have -> : best *m (1%:M - best) = (1%:M - best) *m best.
  by rewrite mulmxBr mulmxBl mul1mx mulmx1.
rewrite innerE Gt [RHS]mxtrace_mulC /M !mulmxA WT; congr (\tr _).
rewrite -!(mulmxA (1%:M - best)); congr (_ *m _).
by rewrite -(mulmxA _ B) -/best best_power_comm best_power_add !mulmxA.
Qed.



End Hermite.
