(** Two objects of equal pixel sum under all cyclic shifts: what one hidden layer
    of ReLU units sees of their difference. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import Network Means Covariance Batch ConstantJacobian CategoricalTree.
From dualproof Require Import Relu TreeOperator Translation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Hidden.
Variable F : realFieldType.

(** The objects u (true) and v (false), equally likely, and all d + 1 shifts. *)
Variables (d : nat) (u v : 'cV[F]_d.+1).
Let A := ordinal_finType d.+1.
Let p : bool -> F := @uniform F bool_finType.
Let q (_ : bool) : A -> F := @uniform F A.
Let input (x : bool) (a : A) := shifted_by a (if x then u else v).

(** One hidden layer of n1 ReLU units, and the linear layer above it. *)
Variables n1 n : nat.
Variable W1 : 'M[F]_(n1, d.+1).
Let hidden x a : 'cV[F]_n1 := activation 0 (W1 *m input x a).
Let lower := gated (Relu W1 0 Top) (fun xa : bool * A => input xa.1 xa.2).
Let operator := covariance_operator p q lower (fun _ => 1%:M : 'M[F]_n) Output input.

(** δ = E[f₁ | u] - E[f₁ | v]. *)
Definition difference : 'cV[F]_n1 := view_mean q hidden true - view_mean q hidden false.

(** ⟨w, T_a u⟩ for the weights w of the unit i. *)
Definition response (i : 'I_n1) (a : A) (o : 'cV[F]_d.+1) : F := (W1 *m shifted_by a o) i 0.

Lemma hidden_difference : pixel_sum u = pixel_sum v -> forall i,
  difference i 0
    = (2%:R * d.+1%:R)^-1 * \sum_a (`|response i a u| - `|response i a v|).
Proof.
move=> uv i.
have S : \sum_a response i a u = \sum_a response i a v.
  have M o : \sum_a response i a o = (W1 *m (const_mx (pixel_sum o) : 'cV_d.+1)) i 0.
    have -> : const_mx (pixel_sum o) = \sum_a shifted_by a o.
      apply/colP => j; rewrite summxE mxE /pixel_sum (reindex_inj (addrI j)).
      by apply: eq_bigr => a _; rewrite mxE.
    by rewrite mulmx_sumr summxE.
  by rewrite !M uv.
have H x a : hidden x a i 0 = 2%:R^-1 * (response i a (if x then u else v)
    + `|response i a (if x then u else v)|).
  rewrite mxE /response -/(input x a); move: (_ i 0) => z; rewrite mul0r.
  case: ltP => z0; first by rewrite gtr0_norm //; field.
  by rewrite ler0_norm // subrr mulr0.
have E x : view_mean q hidden x i 0 = (2%:R * d.+1%:R)^-1
    * ((\sum_a response i a (if x then u else v)) + \sum_a `|response i a (if x then u else v)|).
  rewrite /view_mean /mean summxE -big_split mulr_sumr; apply: eq_bigr => a _ /=.
  by rewrite mxE H /q /uniform card_ord invfM mulrA (mulrC _^-1).
rewrite /difference mxE [X in _ + X]mxE !E S sumrB.
by rewrite -mulrBr opprD addrACA subrr add0r.
Qed.

Lemma variance_kron (X : finType) (r : X -> F) m k l (g : X -> 'cV[F]_m) (J : 'M[F]_(l, k))
    j i j' i' :
  variance r (fun x => kron_tr (g x) J) (mxvec_index j i) (mxvec_index j' i')
    = variance r g j j' * (J^T *m J) i i'.
Proof.
rewrite !variance_entry kron_tr_mean mulr_suml; apply: eq_bigr => x _.
rewrite -mulrA; congr (_ * _); rewrite big_ord1 [X in _ = _ * X]mxE mulr_sumr.
apply: eq_bigr => o _; rewrite !kron_tr_entry -!mulrBl [J^T _ _]mxE.
exact: mulrACA.
Qed.

(** translation-invariance#one-hidden-relu: at the layer above one hidden ReLU layer
    V_x[K̄] = ¼ δδᵀ ⊗ I, and for objects of equal pixel sum
    δ_i = (1/2d) Σ_a (|w_i·T_a u| - |w_i·T_a v|). *)
Theorem one_hidden_relu :
  (forall j i j' i', operator (mxvec_index j i) (mxvec_index j' i')
     = 4%:R^-1 * (difference *m difference^T) j j' * (1%:M : 'M[F]_n) i i')
  /\ (pixel_sum u = pixel_sum v -> forall i, difference i 0
     = (2%:R * d.+1%:R)^-1 * \sum_a (`|response i a u| - `|response i a v|)).
Proof.
split; last exact: hidden_difference.
move=> j i j' i'; pose g := view_mean q hidden.
have E x : view_mean q (layer_connection lower (fun _ => 1%:M) Output input) x
    = kron_tr (g x) (1%:M : 'M[F]_n).
  rewrite /g /view_mean -kron_tr_mean; apply: eq_mean => a.
  by rewrite /layer_connection /connection /= mulmx1 -activation_gate.
transitivity (variance p (fun x => kron_tr (g x) (1%:M : 'M[F]_n))
    (mxvec_index j i) (mxvec_index j' i')).
  rewrite /operator /covariance_operator /variance (eq_mean p E).
  by congr (fun_of_matrix _ _ _); apply: eq_mean => x; rewrite E.
rewrite variance_kron trmx1 mulmx1; congr (_ * _).
rewrite variance_entry big_bool /= !big_ord1.
have M s : mean p g s 0 = 2%:R^-1 * (g true s 0 + g false s 0).
  by rewrite /mean big_bool /= /p /uniform card_bool !mxE mulrDr.
have -> : (difference *m difference^T) j j'
    = (g true j 0 - g false j 0) * (g true j' 0 - g false j' 0).
  by rewrite mxE big_ord1 [X in _ * X]mxE /difference -/g !mxE.
rewrite !M /p /uniform card_bool.
move: (g true j 0) (g true j' 0) (g false j 0) (g false j' 0) => a b c e.
by field.
Qed.

End Hidden.
