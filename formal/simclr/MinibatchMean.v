(** The mean of the update of a batch of independent draws. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Euler simclr.Minibatch.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(** Means over N independent draws. *)
Section Independent.
Variable F : fieldType.
Variable N : nat.
Variable O : finType.
Variable r : O -> F.
Hypothesis r1 : law r.

Lemma mean_of_one (i : 'I_N) (g : O -> F) :
  \sum_(o : {ffun 'I_N -> O}) (\prod_k r (o k)) * g (o i) = \sum_a r a * g a.
Proof.
transitivity (\sum_(o : {ffun 'I_N -> O}) \prod_k (r (o k) * (if k == i then g (o k) else 1))).
  apply: eq_bigr => o _; rewrite big_split; congr (_ * _).
  by rewrite (bigD1 i) //= eqxx big1 ?mulr1 // => k /negbTE ->.
rewrite -(bigA_distr_bigA (fun k a => r a * (if k == i then g a else 1))) /=.
rewrite (bigD1 i) //= eqxx [X in _ * X]big1 ?mulr1 // => k /negbTE ->.
by under eq_bigr => a _ do rewrite mulr1.
Qed.

Lemma mean_of_two (i j : 'I_N) (g g' : O -> F) : j != i ->
  \sum_(o : {ffun 'I_N -> O}) (\prod_k r (o k)) * (g (o i) * g' (o j))
    = (\sum_a r a * g a) * (\sum_a r a * g' a).
Proof.
move=> ji; pose w k a := if k == i then g a else if k == j then g' a else 1.
transitivity (\sum_(o : {ffun 'I_N -> O}) \prod_k (r (o k) * w k (o k))).
  apply: eq_bigr => o _; rewrite big_split; congr (_ * _).
  rewrite (bigD1 i) //= (bigD1 j) //= /w eqxx (negbTE ji) eqxx big1 ?mulr1 // => k.
  by case/andP=> /negbTE -> /negbTE ->.
rewrite -(bigA_distr_bigA (fun k a => r a * w k a)) /= (bigD1 i) //= (bigD1 j) //= /w eqxx.
rewrite (negbTE ji) eqxx [X in _ * (_ * X)]big1 ?mulr1 // => k /andP[/negbTE -> /negbTE ->].
by under eq_bigr => a _ do rewrite mulr1.
Qed.

End Independent.

Section Mean.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.

Lemma draw_sum (g : draw X A -> F) : \sum_o draw_law p q o * g o
  = \sum_x p x * (\sum_a q x a * (\sum_b q x b * g (x, (a, b)))).
Proof.
transitivity (\sum_x \sum_(ab : A * A) draw_law p q (x, ab) * g (x, ab)).
  by rewrite pair_bigA; apply: eq_bigr => -[x ab] _.
apply: eq_bigr => x _.
transitivity (\sum_a \sum_b draw_law p q (x, (a, b)) * g (x, (a, b))).
  by rewrite pair_bigA; apply: eq_bigr => -[a b] _.
rewrite mulr_sumr; apply: eq_bigr => a _; rewrite !mulr_sumr; apply: eq_bigr => b _.
by rewrite /draw_law /= !mulrA.
Qed.

Lemma draw_law1 : law (draw_law p q).
Proof.
rewrite /law; under eq_bigr => o _ do rewrite -[draw_law p q o]mulr1.
rewrite (draw_sum (fun=> 1)); under eq_bigr => x _ do under eq_bigr => a _ do rewrite sum_const //.
by under eq_bigr => x _ do rewrite sum_const //; rewrite sum_const.
Qed.

Variables d n N : nat.
Hypotheses (N0 : N%:R != 0 :> F) (N1 : N%:R - 1 != 0 :> F).
Variables (f : X -> A -> 'cV[F]_n) (K : X -> A -> 'M[F]_(d, n)).

Let r := draw_law p q.
Let r1 : law r. Proof. exact: draw_law1. Qed.

(** E⟨g', f''⟩ = E_x⟨ḡ, F̄⟩, by the independence of the two views. *)
Lemma mean_of_first_second (g e : X -> A -> 'cV[F]_n) :
  \sum_o r o * dot (first_view g o) (second_view e o)
    = \sum_x p x * dot (view_mean q g x) (view_mean q e x).
Proof.
rewrite draw_sum; apply: eq_bigr => x _; rewrite dot_meanl; congr (_ * _).
by apply: eq_bigr => a _; rewrite dot_meanr.
Qed.

Lemma mean_of_second_first (g e : X -> A -> 'cV[F]_n) :
  \sum_o r o * dot (second_view g o) (first_view e o)
    = \sum_x p x * dot (view_mean q g x) (view_mean q e x).
Proof.
under eq_bigr => o _ do rewrite dotC; rewrite mean_of_first_second.
by apply: eq_bigr => x _; rewrite dotC.
Qed.

(** The mean of the two views has the mean of one. *)
Lemma mean_of_both (g : X -> A -> 'cV[F]_n) : mean r (both_views g) = mean p (view_mean q g).
Proof.
apply/colP => i.
have E (T : finType) (u : T -> F) (Z : T -> 'cV[F]_n) : mean u Z i 0 = \sum_x u x * Z x i 0.
  by rewrite summxE; apply: eq_bigr => x _; rewrite mxE.
rewrite !E draw_sum; apply: eq_bigr => x _; rewrite E; congr (_ * _).
transitivity (\sum_a q x a * (2%:R^-1 * (g x a i 0 + view_mean q g x i 0))).
  apply: eq_bigr => a _; rewrite E; congr (_ * _).
  have Eb b : both_views g (x, (a, b)) i 0 = 2%:R^-1 * (g x a i 0 + g x b i 0) by rewrite !mxE.
  under eq_bigr => b _ do rewrite Eb.
  by rewrite sumZ sumD sum_const.
by rewrite sumZ sumD sum_const // E; field.
Qed.

Let w (o : {ffun 'I_N -> draw X A}) : F := \prod_i r (o i).

Lemma batch_mean_of_one (G : draw X A -> F) :
  \sum_o w o * (\sum_i G (o i)) = N%:R * \sum_o r o * G o.
Proof.
under eq_bigr => o _ do rewrite mulr_sumr.
rewrite exchange_big /=; under eq_bigr => i _ do rewrite (mean_of_one r1 i).
by rewrite sumr_const card_ord mulr_natl.
Qed.

Lemma batch_mean_of_two (u v : draw X A -> 'cV[F]_n) :
  \sum_o w o * (\sum_i \sum_(j | j != i) dot (u (o i)) (v (o j)))
    = N%:R * (N%:R - 1) * dot (mean r u) (mean r v).
Proof.
have E (Z : draw X A -> 'cV[F]_n) k : mean r Z k 0 = \sum_o r o * Z o k 0.
  by rewrite summxE; apply: eq_bigr => o _; rewrite mxE.
have T i j : j != i -> \sum_o w o * dot (u (o i)) (v (o j)) = dot (mean r u) (mean r v).
  move=> ji; under eq_bigr => o _ do rewrite mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => k _; rewrite !E.
  exact: (mean_of_two r1 (fun a => u a k 0) (fun a => v a k 0) ji).
under eq_bigr => o _ do rewrite mulr_sumr.
rewrite exchange_big /=; under eq_bigr => i _ do under eq_bigr => o _ do rewrite mulr_sumr.
under eq_bigr => i _ do rewrite exchange_big /=.
under eq_bigr => i _ do under eq_bigr => j ji do rewrite T //.
by rewrite (sum_others (fun=> _)) sumr_const card_ord -[X in _ * X = _]mulr_natl mulrCA mulrA.
Qed.

Lemma mean_of_update :
  batch_mean p q (@minibatch_update F X A N d n K f)
    = 2%:R *: covariance p (view_mean q K) (view_mean q f).
Proof.
apply: dot_inj => delta; pose h x a := (K x a)^T *m delta.
rewrite /batch_mean dot_sumr; under eq_bigr => o _ do rewrite dotZr.
pose c1 o := dot (first_view h o) (second_view f o) + dot (second_view h o) (first_view f o).
have U (o : 'I_N -> draw X A) : dot delta (minibatch_update K f o)
  = (N%:R)^-1 * (\sum_i c1 (o i)) - (2%:R / (N%:R * (N%:R - 1)))
      * (\sum_i \sum_(j | j != i) dot (both_views h (o i)) (both_views f (o j))).
  exact: minibatch_update_dot.
under eq_bigr => o _ do rewrite U.
rewrite (sumB w) (sumZ w) (sumZ w) batch_mean_of_one batch_mean_of_two !mean_of_both.
rewrite dotZr dot_covariance // (sumD r) mean_of_first_second mean_of_second_first.
have Eh x : view_mean q h x = (view_mean q K x)^T *m delta by rewrite -view_mean_tr_mul.
rewrite (eq_mean p Eh) mean_tr_mul; under eq_bigr => x _ do rewrite Eh.
move: (\sum_x _) (dot _ (mean p (view_mean q f))) => a b.
by field; rewrite N0 N1.
Qed.

End Mean.

(** minibatch-law#mean: at every layer of every network with given gates the mean of the
    update of a batch of N independent draws is 2 V_x[K̄] vec W, whatever N. *)
Theorem mean_of_minibatch_update (F : fieldType) (X A : finType) (p : X -> F) (q : X -> A -> F)
    n0 m k h n N (below : network F (X * A) n0 m) (D : X * A -> 'M[F]_(h, k))
    (above : network F (X * A) h n) (input : X -> A -> 'cV[F]_n0) (W : 'M[F]_(k, m)) :
  law p -> (forall x, law (q x)) -> 2%:R != 0 :> F -> N%:R != 0 :> F -> N%:R - 1 != 0 :> F ->
  let f := output below D above input W in
  let K := layer_connection below D above input in
  batch_mean p q (@minibatch_update F X A N _ _ K f)
    = 2%:R *: (covariance_operator p q below D above input *m vec W).
Proof.
move=> p1 q1 two N0 N1 f K; rewrite mean_of_update //; congr (_ *: _).
rewrite /covariance_operator -covariance_tr; apply: eq_covariance => x.
by rewrite -view_mean_tr_mul; apply: eq_mean => a; rewrite /f output_connection.
Qed.
