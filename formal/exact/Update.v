(** What a loss does along the lines through given weights, and losses over
    pairs of views of which any joint law is given. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Byol.
From dualproof.exact Require Import Layers.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Descent.
Variable F : realFieldType.
Variables k m : nat.
Implicit Types (L : 'M[F]_(k, m) -> F) (W V : 'M[F]_(k, m)) (u : 'cV[F]_(m * k)).

(** −∇L = u at W: on every line W + tV the loss is its value at W, plus t times
    −⟨vec V, u⟩, plus t² times a constant. *)
Definition descends L W u : Prop :=
  forall V, exists c, forall t, L (W + t *: V) = L W + t * - dot (vec V) u + t ^+ 2 * c.

(** Minus the central differences of the loss, one for every weight. *)
Definition update L W : 'M[F]_(k, m) :=
  \matrix_(i, j) (2%:R^-1 * (L (W - delta_mx i j) - L (W + delta_mx i j))).

Lemma dot_vec_delta u i j : dot (vec (delta_mx i j)) u = u (mxvec_index j i) 0.
Proof.
rewrite /vec trmx_delta mxvec_delta trmx_delta /dot (bigD1 (mxvec_index j i)) //=.
rewrite !mxE !eqxx mul1r big1 ?addr0 // => p /negbTE ne.
by rewrite mxE ne mul0r.
Qed.

(** Where there is a −∇L, the central differences are it. *)
Lemma descends_update L W u : descends L W u -> u = vec (update L W).
Proof.
move=> D; apply/colP => p; case/mxvec_indexP: p => j i; rewrite vec_entry mxE.
have [c E] := D (delta_mx i j); have := E 1; have := E (-1).
rewrite scale1r scaleN1r dot_vec_delta => -> ->.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
by move: (u _ _) => a; field.
Qed.

Lemma vec_inj (A B : 'M[F]_(k, m)) : vec A = vec B -> A = B.
Proof. by move=> E; apply/matrixP => i j; rewrite -(vec_entry A) E vec_entry. Qed.

(** A formula that differs from the central differences is not −∇L. *)
Lemma not_descends L W u A B : update L W = A -> u = vec B -> A <> B -> ~ descends L W u.
Proof. by move=> EA EB AB /descends_update; rewrite EA EB => /vec_inj BA; apply: AB. Qed.

(** Without an assumption, u is not −∇L: M is, and u is vec P. *)
Definition necessary L W u M P : Prop := [/\ descends L W (vec M), u = vec P & ~ descends L W u].

(** The wrong formula is not −∇L: the right one is, and they are vec P and vec M. *)
Definition refuted L W right wrong M P : Prop :=
  [/\ descends L W right, right = vec M, wrong = vec P & ~ descends L W wrong].

(** The same for numbers in place of ⟨w, −∇L⟩. *)
Definition necessary_along L W (a M P : F) : Prop :=
  [/\ exists2 u, descends L W u & dot (vec W) u = M, a = P & forall u, descends L W u -> dot (vec W) u <> a].
Definition refuted_along L W (right wrong M P : F) : Prop :=
  [/\ exists2 u, descends L W u & dot (vec W) u = right, right = M, wrong = P
    & forall u, descends L W u -> dot (vec W) u <> wrong].

(** 0 ≤ ⟨w, −∇L⟩ ≤ a fails: without an assumption; for a wrong bound, where the right one holds. *)
Definition necessary_bounds L W (a M P : F) : Prop :=
  [/\ exists2 u, descends L W u & dot (vec W) u = M, a = P
    & forall u, descends L W u -> ~ (0 <= dot (vec W) u <= a)].
Definition refuted_bounds L W (right wrong M P : F) : Prop :=
  [/\ exists2 u, descends L W u & dot (vec W) u = M, 0 <= M <= right, wrong = P
    & forall u, descends L W u -> ~ (0 <= dot (vec W) u <= wrong)].

(** Losses that have a −∇L. *)
Definition has_update L W := exists u, descends L W u.

Lemma necessary_from L W u M P : has_update L W ->
  update L W = M -> u = vec P -> M <> P -> necessary L W u M P.
Proof.
by move=> [u' D] EM EP MP; split=> //; [rewrite -EM -(descends_update D) | exact: (not_descends EM EP)].
Qed.

Lemma refuted_from L W right wrong M P : has_update L W ->
  update L W = M -> right = vec M -> wrong = vec P -> M <> P -> refuted L W right wrong M P.
Proof.
move=> [u' D] EM ER EP MP; split=> //; last exact: (not_descends EM EP).
by rewrite ER -EM -(descends_update D).
Qed.

Lemma necessary_along_from L W a M P : has_update L W ->
  dot (vec W) (vec (update L W)) = M -> a = P -> M <> P -> necessary_along L W a M P.
Proof.
move=> [u D] EM EP MP; split=> //.
  by exists u => //; rewrite (descends_update D).
by move=> v /descends_update ->; rewrite EM EP.
Qed.

Lemma refuted_along_from L W right wrong M P : has_update L W ->
  dot (vec W) (vec (update L W)) = M -> right = M -> wrong = P -> M <> P ->
  refuted_along L W right wrong M P.
Proof.
move=> [u D] EM ER EP MP; split=> //.
  by exists u => //; rewrite (descends_update D) EM.
by move=> v /descends_update ->; rewrite EM EP.
Qed.

Lemma necessary_bounds_from L W a M P : has_update L W ->
  dot (vec W) (vec (update L W)) = M -> a = P -> (0 <= M <= P) = false -> necessary_bounds L W a M P.
Proof.
move=> [u D] EM EP MP; split=> //.
  by exists u => //; rewrite (descends_update D).
by move=> v /descends_update ->; rewrite EM EP MP.
Qed.

Lemma refuted_bounds_from L W right wrong M P : has_update L W ->
  dot (vec W) (vec (update L W)) = M -> 0 <= M <= right -> wrong = P -> (0 <= M <= P) = false ->
  refuted_bounds L W right wrong M P.
Proof.
move=> [u D] EM ER EP MP; split=> //.
  by exists u => //; rewrite (descends_update D).
by move=> v /descends_update ->; rewrite EM EP MP.
Qed.

(** Where the central differences are 0, −∇L is. *)
Lemma descends_nothing L W : has_update L W -> update L W = 0 -> descends L W 0.
Proof.
move=> [u D] E; have := descends_update D; rewrite E => u0.
suff <- : u = 0 by [].
by rewrite u0 /vec !linear0.
Qed.

Lemma has_update_sum (T : finType) (L : T -> 'M[F]_(k, m) -> F) W :
  (forall x, has_update (L x) W) -> has_update (fun W' => \sum_x L x W') W.
Proof.
move=> /fin_all_exists [u D]; exists (\sum_x u x) => V.
have [c E] : exists c : T -> F, forall x t,
    L x (W + t *: V) = L x W + t * - dot (vec V) (u x) + t ^+ 2 * c x.
  by apply: (fin_all_exists (fun x => D x V)).
exists (\sum_x c x) => t; rewrite dot_sumr -sumrN !mulr_sumr -!big_split /=.
by apply: eq_bigr => x _; exact: E.
Qed.

Lemma has_update_sum_if (T : finType) (P : pred T) (L : T -> 'M[F]_(k, m) -> F) W :
  (forall x, has_update (L x) W) -> has_update (fun W' => \sum_(x | P x) L x W') W.
Proof.
move=> H; have [u D] : has_update (fun W' => \sum_x (if P x then L x W' else 0)) W.
  apply: has_update_sum => x; case: (P x) => //; exists 0 => V; exists 0 => t.
  by rewrite dotC dot0l oppr0 !mulr0 !addr0.
by exists u => V; have [c E] := D V; exists c => t; rewrite big_mkcond E [in RHS]big_mkcond.
Qed.

Lemma has_update_scale a L W : has_update L W -> has_update (fun W' => a * L W') W.
Proof.
case=> u D; exists (a *: u) => V; have [c E] := D V; exists (a * c) => t.
by rewrite E dotZr; move: (L W) (dot _ _) => b d; ring.
Qed.

Lemma has_update_add L M W : has_update L W -> has_update M W ->
  has_update (fun W' => L W' + M W') W.
Proof.
case=> u D [v D']; exists (u + v) => V; have [c E] := D V; have [c' E'] := D' V.
by exists (c + c') => t; rewrite E E' dotDr; move: (L W) (M W) (dot _ _) (dot _ v) => b d e g; ring.
Qed.

Lemma has_update_sub L M W : has_update L W -> has_update M W ->
  has_update (fun W' => L W' - M W') W.
Proof.
move=> HL /(has_update_scale (-1)) HM; have [u D] := has_update_add HL HM.
by exists u => V; have [c E] := D V; exists c => t; have := E t; rewrite !mulN1r.
Qed.

(** Outputs that are affine in the weights. *)
Definition affine n (f : 'M[F]_(k, m) -> 'cV[F]_n) W :=
  exists K : 'M[F]_(m * k, n), forall V t, f (W + t *: V) = f W + t *: (K^T *m vec V).

Lemma affine_const n (y : 'cV[F]_n) W : affine (fun=> y) W.
Proof. by exists 0 => V t; rewrite trmx0 mul0mx scaler0 addr0. Qed.

Lemma affine_sub n (f g : 'M[F]_(k, m) -> 'cV[F]_n) W :
  affine f W -> affine g W -> affine (fun W' => f W' - g W') W.
Proof.
case=> K E [K' E']; exists (K - K') => V t; rewrite E E' linearB mulmxBl scalerBr.
by rewrite opprD addrACA.
Qed.

Lemma affine_mul n h (P : 'M[F]_(h, n)) (f : 'M[F]_(k, m) -> 'cV[F]_n) W :
  affine f W -> affine (fun W' => P *m f W') W.
Proof.
case=> K E; exists (K *m P^T) => V t.
by rewrite E mulmxDr -scalemxAr trmx_mul trmxK !mulmxA.
Qed.

Lemma affine_mean (T : finType) (p : T -> F) n (f : 'M[F]_(k, m) -> T -> 'cV[F]_n) W :
  (forall x, affine (f ^~ x) W) -> affine (fun W' => mean p (f W')) W.
Proof.
move=> /fin_all_exists [K E]; exists (mean p K) => V t.
by rewrite -mean_tr -mean_mulr -meanZ -meanD; apply: eq_mean => x; exact: E.
Qed.

Lemma has_update_pair n (f g : 'M[F]_(k, m) -> 'cV[F]_n) W :
  affine f W -> affine g W -> has_update (fun W' => pair_loss (f W') (g W')) W.
Proof.
move=> Hf Hg; have [K /= E] := affine_sub Hf Hg; exists (- (K *m (f W - g W))) => V.
exists (2%:R^-1 * dot (K^T *m vec V) (K^T *m vec V)) => t.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
rewrite /pair_loss E dotNr dot_mulr; move: (f W - g W) (K^T *m vec V) => y z.
rewrite !(dotDl, dotDr, dotZl, dotZr) (dotC y z).
by move: (dot y y) (dot z y) (dot z z) => a b c; field.
Qed.

End Descent.

(** An equation A = B that fails: without an assumption; with a wrong formula, where the right one holds. *)
Definition necessary_equation (T : Type) (A B M P : T) : Prop := [/\ A = M, B = P & A <> B].
Definition refuted_equation (T : Type) (A right wrong M P : T) : Prop :=
  [/\ A = M, right = M, wrong = P & A <> wrong].

Lemma necessary_equation_from (T : Type) (A B M P : T) :
  A = M -> B = P -> M <> P -> necessary_equation A B M P.
Proof. by move=> -> -> MP; split. Qed.

Lemma refuted_equation_from (T : Type) (A right wrong M P : T) :
  A = M -> right = M -> wrong = P -> M <> P -> refuted_equation A right wrong M P.
Proof. by move=> -> -> -> MP; split. Qed.

Section Derivative.
Variable F : realFieldType.
Variables k m n : nat.
Implicit Types (f : 'M[F]_(k, m) -> 'cV[F]_n) (K : 'M[F]_(m * k, n)).

(** Kᵀ is the derivative of f by vec W: on every line W + tV the value moves by t Kᵀ vec V. *)
Definition derivative f W K : Prop := forall V t, f (W + t *: V) = f W + t *: (K^T *m vec V).

Lemma derivative_unique f W K K' : derivative f W K -> derivative f W K' -> K = K'.
Proof.
move=> D D'; apply: trmx_inj; apply/matrixP => o p.
have E V : K^T *m vec V = K'^T *m vec V.
  by have := D V 1; rewrite D' !scale1r => /addrI ->.
have := E (vec_mx (delta_mx p 0 : 'cV[F]_(m * k))^T)^T.
by rewrite /vec trmxK vec_mxK trmxK -!colE => /colP/(_ o); rewrite !mxE.
Qed.

(** A wrong derivative: the right one is the derivative, and they are M and P. *)
Definition refuted_derivative f W right wrong M P : Prop :=
  [/\ derivative f W right, right = M, wrong = P & ~ derivative f W wrong].

Lemma refuted_derivative_from f W right wrong M P :
  derivative f W right -> right = M -> wrong = P -> M <> P -> refuted_derivative f W right wrong M P.
Proof.
move=> D ER EP MP; split=> // D'; apply: MP; rewrite -ER -EP; exact: derivative_unique D D'.
Qed.

End Derivative.

Section Pairs.
Variable F : fieldType.
Variables X A : finType.
Variables (r : X -> X -> F) (q : X -> A -> F).

(** The mean of ½‖f − g‖² over a pair of samples of the joint law r, and a view of each. *)
Definition joint_loss n (f g : X -> A -> 'cV[F]_n) : F :=
  \sum_x \sum_y r x y * (\sum_a q x a * (\sum_b q y b * pair_loss (f x a) (g y b))).

End Pairs.

(** The joint law of a sample with itself, and of independent samples. *)
Definition same_sample (F : fieldType) (X : finType) (p : X -> F) (x y : X) : F :=
  if x == y then p x else 0.
Definition independent_samples (F : fieldType) (X : finType) (p : X -> F) (x y : X) : F := p x * p y.

Section PairFacts.
Variable F : realFieldType.
Variables X A : finType.

Lemma joint_same_sample (p : X -> F) (q : X -> A -> F) n (f g : X -> A -> 'cV[F]_n) :
  joint_loss (same_sample p) q f g = positive_loss p q f g.
Proof.
apply: eq_bigr => x _; rewrite (bigD1 x) //= [X in _ + X]big1 => [|y yx].
  by rewrite addr0 /same_sample eqxx.
by rewrite /same_sample eq_sym (negbTE yx) mul0r.
Qed.

Lemma joint_independent (p : X -> F) (q : X -> A -> F) n (f g : X -> A -> 'cV[F]_n) :
  joint_loss (independent_samples p) q f g = negative_loss p q f g.
Proof.
apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => y _.
by rewrite /independent_samples mulrA.
Qed.

Variables (r : X -> X -> F) (q : X -> A -> F) (k m n : nat).
Implicit Types f g : 'M[F]_(k, m) -> X -> A -> 'cV[F]_n.

Lemma has_update_joint f g W :
  (forall x a, affine (fun W' => f W' x a) W) -> (forall x a, affine (fun W' => g W' x a) W) ->
  has_update (fun W' => joint_loss r q (f W') (g W')) W.
Proof.
move=> Hf Hg.
apply: has_update_sum => x; apply: has_update_sum => y; apply: has_update_scale.
apply: has_update_sum => a; apply: has_update_scale.
apply: has_update_sum => b; apply: has_update_scale.
exact: has_update_pair.
Qed.

Lemma affine_centred p f W x a :
  (forall x a, affine (fun W' => f W' x a) W) -> affine (fun W' => centred p q (f W') x a) W.
Proof.
move=> Hf; apply: affine_sub => //; apply: affine_mean => y.
exact: affine_mean.
Qed.

End PairFacts.

Lemma affine_layer (F : realFieldType) n0 m k n (l : layer F n0 m k n) x W :
  affine (fun W' => layer_output l W' x) W.
Proof. by exists (dense_connection l x) => V t; exact: layer_output_line. Qed.
