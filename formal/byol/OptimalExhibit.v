(** BYOL at the best predictor: where B and W do not commute the operator V^S_x[K̄] is
    neither symmetric nor positive, on two samples with two views and one linear layer.

    The views are (±1, ±1 ± 1); in them B = diag(0, 1), W is the matrix of ones, and
    S = P⋆ᵀ(I - P⋆) has the rows (-1, 0) and (1, 0). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol
  byol.OptimalPredictor.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Exhibit.
Variable F : realFieldType.

(** Two equally likely samples, two equally likely views of each. *)
Definition half (_ : bool) : F := 2%:R^-1.
Definition sign (x : bool) : F := if x then 1 else -1.

(** The view a of the sample x: (sign a, sign a + sign x). *)
Definition example_input (x a : bool) : 'cV[F]_2 :=
  \col_i (sign a + (if i == 0 then 0 else sign x)).

(** One linear layer, with the weights V; those of the instance are I. *)
Let gate (_ : bool * bool) : 'M[F]_2 := 1%:M.
Let f := output Output gate Output example_input.
Let K := layer_connection Output gate Output example_input.
Let q (_ : bool) := half.
Let B := between half q (f 1%:M).
Let W := within half q (f 1%:M).
Let T := total half q (f 1%:M).
Let S := implicit_weight (best_predictor half q (f 1%:M)).
Let operator := weighted_variance half S (view_mean q K).

(** The matrix with the rows (a, b) and (c, d). *)
Let rows (a b c d : F) : 'M[F]_2 :=
  \matrix_(i, j) if i == 0 then (if j == 0 then a else b) else (if j == 0 then c else d).

Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

Lemma half_law : law half.
Proof. by rewrite /law big_bool /= /half [RHS](splitr 1) !mul1r. Qed.

Lemma mean_half k l (Z : bool -> 'M[F]_(k, l)) :
  mean half Z = 2%:R^-1 *: Z true + 2%:R^-1 *: Z false.
Proof. by rewrite /mean big_bool. Qed.

Lemma rowsP (M : 'M[F]_2) a b c d :
  M 0 0 = a -> M 0 1 = b -> M 1 0 = c -> M 1 1 = d -> M = rows a b c d.
Proof.
move=> <- <- <- <-; apply/matrixP => i j; rewrite mxE.
by case: i j => [[|[|//]] i2] [[|[|//]] j2] /=; congr (M _ _); apply/val_inj.
Qed.

Lemma rows_mul a b c d a' b' c' d' :
  rows a b c d *m rows a' b' c' d'
    = rows (a * a' + b * c') (a * b' + b * d') (c * a' + d * c') (c * b' + d * d').
Proof. by apply: rowsP; rewrite !mxE !big_ord_recl big_ord0 !mxE /= addr0. Qed.

Lemma rows_tr a b c d : (rows a b c d)^T = rows a c b d.
Proof. by apply: rowsP; rewrite !mxE. Qed.

Lemma fE V x a : f V x a = V *m example_input x a.
Proof. by rewrite /f /output /= mul1mx. Qed.

Let e (x : bool) : 'cV[F]_2 := \col_i (if i == 0 then 0 else sign x).

Lemma view_mean_f V x : view_mean q (f V) x = V *m e x.
Proof.
rewrite /view_mean; under eq_mean => a do rewrite fE.
rewrite mean_mull; congr (_ *m _); apply/colP => i.
rewrite mean_half !mxE /sign; move: (if i == 0 then _ else _) => y.
by field.
Qed.

Lemma mean_e : mean half e = 0.
Proof.
apply/colP => i; rewrite mean_half !mxE /sign.
by case: (i == 0); [rewrite !mulr0 addr0 | field].
Qed.

Lemma betweenE : B = rows 0 0 0 1.
Proof.
have E : variance half (view_mean q (f 1%:M)) = variance half e.
  have v x : view_mean q (f 1%:M) x = e x by rewrite view_mean_f mul1mx.
  by rewrite /variance (eq_mean _ v); apply: eq_mean => x; rewrite v.
rewrite /B /between E /variance mean_e.
under eq_mean => x do rewrite subr0.
by rewrite mean_half; apply: rowsP; rewrite !mxE !big_ord1 !mxE /= /sign; field.
Qed.

Lemma withinE : W = rows 1 1 1 1.
Proof.
rewrite /W /within; transitivity (mean half (fun x : bool => rows 1 1 1 1)); last first.
  exact/mean_const/half_law.
apply: eq_mean => x; rewrite /variance.
have v : mean (q x) (f 1%:M x) = e x by have := view_mean_f 1%:M x; rewrite mul1mx.
have d a : f 1%:M x a - mean (q x) (f 1%:M x) = sign a *: const_mx 1.
  rewrite v fE mul1mx; apply/colP => i; rewrite !mxE mulr1.
  by move: (if i == 0 then _ else _) => y; rewrite addrK.
under eq_mean => a do rewrite d.
by rewrite [mean _ _]mean_half; apply: rowsP; rewrite !mxE !big_ord1 !mxE /= /sign; field.
Qed.

Lemma totalE : T = rows 1 1 1 2%:R.
Proof. by rewrite /T /total -/B -/W betweenE withinE; apply: rowsP; rewrite !mxE /=; ring. Qed.

Let inverse := rows 2%:R (-1) (-1) 1.

Lemma total_inverse : T *m inverse = 1%:M.
Proof.
rewrite totalE rows_mul; apply/esym/rowsP; rewrite !mxE /= ?mulr0n ?mulr1n; ring.
Qed.

Lemma total_unit : T \in unitmx.
Proof. by have [] := mulmx1_unit total_inverse. Qed.

Lemma weightE : S = rows (-1) 0 1 0.
Proof.
have -> : S = implicit_weight (B *m inverse).
  rewrite /S /best_predictor -/B -/T; congr (implicit_weight (_ *m _)).
  by rewrite -[RHS]mul1mx -(mulVmx total_unit) -mulmxA total_inverse mulmx1.
rewrite /implicit_weight betweenE rows_mul rows_tr.
have -> : 1%:M = rows 1 0 0 1 by apply: rowsP; rewrite !mxE.
by rewrite mulmxBr !rows_mul; apply: rowsP; rewrite !mxE /=; ring.
Qed.

(** On the matrices with one 1, in the second column, the form of the operator is S. *)
Lemma operator_form i j :
  dot (vec (delta_mx i 1)) (operator *m vec (delta_mx j 1)) = S i j.
Proof.
rewrite dot_weighted_variance; last exact: half_law.
have k V x : (view_mean q K x)^T *m vec V = V *m e x.
  rewrite -view_mean_tr_mul -view_mean_f; apply: eq_mean => a.
  by rewrite -output_connection.
have m V : (mean half (view_mean q K))^T *m vec V = 0.
  by rewrite -mean_tr_mul (eq_mean _ (k V)) mean_mull mean_e mulmx0.
rewrite !m dot0l subr0; under eq_bigr => x _ do rewrite !k.
have d x l : delta_mx l 1 *m e x = sign x *: delta_mx l 0 :> 'cV[F]_2.
  apply/colP => r; rewrite !mxE !big_ord_recl big_ord0 !mxE /=.
  by rewrite andbF mul0r add0r addr0 andbT mulrC; case: (r == l).
under eq_bigr => x _ do rewrite !d -scalemxAr dotZl dotZr.
rewrite big_bool /= /half /sign.
have -> : dot (delta_mx i 0) (S *m delta_mx j 0) = S i j.
  by rewrite dotE trmx_delta -rowE -colE !mxE.
by move: (S i j) => y; field.
Qed.

(** optimal-predictor#positive-semidefinite: at P⋆, T being invertible, V^S_x[K̄] is not
    symmetric here, and negative in the direction of a weight matrix. *)
Theorem indefinite_at_the_best :
  [/\ T \in unitmx, operator^T != operator &
      dot (vec (delta_mx 0 1)) (operator *m vec (delta_mx 0 1)) < 0].
Proof.
split; first exact: total_unit.
  apply/eqP => sym; have := operator_form 0 1.
  rewrite dot_mulr sym dotC operator_form weightE !mxE /= => /eqP.
  by rewrite oner_eq0.
by rewrite operator_form weightE !mxE /= oppr_lt0 ltr01.
Qed.

End Exhibit.
