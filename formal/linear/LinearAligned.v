(** SimCLR on deep linear networks along the flow: aligned layers of one size. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring zify.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  networks.Derivative updates.Flow.
From dualproof Require Import linear.LinearModes simclr.LinearSimclr.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variables n m : nat.

(** W_{k-1} ⋯ W_0, the product of k square layers. *)
Fixpoint product (W : nat -> 'M[F]_n) (k : nat) : 'M[F]_n :=
  if k is k'.+1 then W k' *m product W k' else 1%:M.

(** The layers with Z at the place j. *)
Definition with_layer (W : nat -> 'M[F]_n) (j : nat) (Z : 'M[F]_n) : nat -> 'M[F]_n :=
  fun i => if i == j then Z else W i.

Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variable input : X -> A -> 'cV[F]_m.

(** SimCLR's loss of the network W_{k-1} ⋯ W_0 V x, of k + 1 layers, both branches. *)
Definition deep_loss (k : nat) (W : nat -> 'M[F]_n) (V : 'M[F]_(n, m)) : F :=
  let f x a := product W k *m (V *m input x a) in simclr_loss p q f f.

End Definitions.

Section Products.
Variable F : fieldType.
Variables n m : nat.
Implicit Types (W V : nat -> 'M[F]_n).

Lemma eq_product W V k : (forall i, (i < k)%N -> W i = V i) -> product W k = product V k.
Proof.
elim: k => //= k IH WV; rewrite WV // IH // => i ik.
by apply: WV; apply: leq_trans ik _.
Qed.

Lemma product_split W j r :
  product W (r + j.+1) = product (fun i => W (i + j.+1)%N) r *m (W j *m product W j).
Proof. by elim: r => [|r IH]; rewrite ?mul1mx //= IH mulmxA. Qed.

Lemma product_with_layer W j r Z :
  product (with_layer W j Z) (r + j.+1)
    = product (fun i => W (i + j.+1)%N) r *m (Z *m product W j).
Proof.
rewrite product_split {2}/with_layer eqxx; congr (_ *m _); last congr (_ *m _).
  by apply: eq_product => i ir; rewrite /with_layer gtn_eqF // addnS ltnS leq_addl.
by apply: eq_product => i ij; rewrite /with_layer ltn_eqF.
Qed.

Lemma product_diagonal W a k : (forall i, (i < k)%N -> W i = diagonal n n a) ->
  product W k = diagonal n n (fun i => a i ^+ k).
Proof.
elim: k => [|k IH] Wa /=.
  by apply/matrixP => i j; rewrite !mxE expr0.
rewrite Wa // IH => [|i ik]; last by apply: Wa; apply: leq_trans ik _.
by rewrite diagonal_mul ?leqnn //; apply: diagonal_ext => i _; rewrite exprS.
Qed.

Lemma variance_mul (T : finType) (p : T -> F) k l (B : 'M[F]_(k, l)) (z : T -> 'cV[F]_l) :
  variance p (fun x => B *m z x) = B *m variance p z *m B^T.
Proof.
rewrite /variance -mean_mull -mean_mulr mean_mull; apply: eq_mean => x.
by rewrite -mulmxBr trmx_mul !mulmxA.
Qed.

End Products.

Section Aligned.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n m k : nat.
Hypothesis nm : (n <= m)%N.
Variable input : X -> A -> 'cV[F]_m.

(** Orthonormal eigenvectors of Σ = V_x[x̄], the columns of Q, with the eigenvalues σ. *)
Variables (Q : 'M[F]_m) (sigma : nat -> F).
Hypothesis Q1 : Q^T *m Q = 1%:M.
Hypothesis S_modes : in_modes Q Q (input_covariance p q input) sigma.

(** The layers over time, V the lowest; at the time s they are aligned and balanced:
    V = diag(a) Qᵀ and W_j = diag(a). *)
Variables (W : nat -> F -> 'M[F]_n) (V : F -> 'M[F]_(n, m)) (s : F) (a : nat -> F).
Hypothesis W_aligned : forall j, (j < k)%N -> W j s = diagonal n n a.
Hypothesis V_aligned : V s = diagonal n m a *m Q^T.

(** The flow: every layer moves along its -∇L. *)
Let loss := deep_loss (n := n) p q input k.
Let Ws := fun j => W j s.
Variables (GW : nat -> 'M[F]_n) (GV : 'M[F]_(n, m)).
Hypothesis dW : forall j, (j < k)%N ->
  minus_gradient (fun Z => loss (with_layer Ws j Z) (V s)) (W j s) (GW j).
Hypothesis dV : minus_gradient (loss Ws) (V s) GV.
Hypothesis W' : forall j, (j < k)%N -> curve_derivative (W j) s (GW j).
Hypothesis V' : curve_derivative V s GV.

Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.
Let speed i := 2%:R * sigma i * a i ^+ k.*2.+1.

Lemma scale_diagonal n1 m1 c (b : nat -> F) : c *: diagonal n1 m1 b = diagonal n1 m1 (fun i => c * b i).
Proof. by apply/matrixP => i j; rewrite !mxE mulrnAr. Qed.

Lemma eq_minus_gradient k1 m1 (L L' : 'M[F]_(k1, m1) -> F) Z G :
  L =1 L' -> minus_gradient L Z G -> minus_gradient L' Z G.
Proof. by move=> LL dL Y; have [c cP] := dL Y; exists c => t; rewrite -!LL. Qed.

(** The gradient of every layer above the lowest is -diag(2σ a^{2L-1}). *)
Lemma aligned_gradient j : (j < k)%N -> GW j = diagonal n n speed.
Proof.
move=> jk; have := dW jk; have [r kr] : exists r, k = (r + j.+1)%N.
  by exists (k - j.+1)%N; rewrite subnK.
pose B := product Ws j *m V s; pose C := product (fun i => Ws (i + j.+1)%N) r.
have E Z : loss (with_layer Ws j Z) (V s) = two_layer_loss p q (fun x b => B *m input x b) C Z.
  by apply: eq_simclr_loss => x b; rewrite kr product_with_layer -/C /B !mulmxA.
move/(eq_minus_gradient E) => D.
rewrite (minus_gradient_unique two D (two_layer_gradient two p1 q1 _ C _)).
have CE : C = diagonal n n (fun i => a i ^+ r).
  by apply: product_diagonal => i ir; rewrite /Ws W_aligned // kr ltn_add2r.
have BE : B = diagonal n m (fun i => a i ^+ j.+1) *m Q^T.
  rewrite /B (@product_diagonal _ _ Ws a) => [|i ij]; last by apply: W_aligned; apply: ltn_trans jk.
  rewrite V_aligned mulmxA diagonal_mul ?leqnn //; congr (_ *m _).
  by apply: diagonal_ext => i _; rewrite exprSr.
have SE : input_covariance p q (fun x b => B *m input x b)
    = diagonal n n (fun i => a i ^+ j.+1 * sigma i * a i ^+ j.+1).
  have Ev x : view_mean q (fun x b => B *m input x b) x = B *m view_mean q input x.
    by rewrite -mean_mull.
  rewrite /input_covariance /variance (eq_mean p Ev).
  rewrite (eq_mean p (Z := fun x => (B *m view_mean q input x - mean p (fun x => B *m view_mean q input x))
    *m (B *m view_mean q input x - mean p (fun x => B *m view_mean q input x))^T)) => [|x]; last by rewrite Ev.
  rewrite -/(variance p _) variance_mul -/(input_covariance p q input) S_modes BE.
  rewrite trmx_mul trmxK diagonal_tr !mulmxA -(mulmxA _ Q^T Q) Q1 mulmx1.
  rewrite -(mulmxA _ Q^T Q) Q1 mulmx1 !diagonal_mul ?nm ?leqnn ?orbT //.
rewrite SE CE [W j s]W_aligned // diagonal_tr !diagonal_mul ?leqnn // scale_diagonal.
apply: diagonal_ext => i _; rewrite /speed kr -addnn !(exprS, exprD).
by move: (a i) (a i ^+ r) (a i ^+ j) (sigma i) => x y z c; ring.
Qed.

Lemma aligned_lowest_gradient : GV = diagonal n m speed *m Q^T.
Proof.
have := dV; pose C := product Ws k.
have E Z : loss Ws Z = two_layer_loss p q input C Z by [].
move/(eq_minus_gradient E) => D.
rewrite (minus_gradient_unique two D (two_layer_gradient two p1 q1 _ C _)).
have -> : C = diagonal n n (fun i => a i ^+ k) by apply: product_diagonal => i; apply: W_aligned.
rewrite V_aligned S_modes diagonal_tr !mulmxA -(mulmxA _ Q^T Q) Q1 mulmx1.
rewrite !diagonal_mul ?leqnn ?orbT // scalemxAl scale_diagonal; congr (_ *m _).
apply: diagonal_ext => i _; rewrite /speed -addnn exprS exprD.
by move: (a i) (a i ^+ k) (sigma i) => x y c; ring.
Qed.

Lemma product_derivative j : (j <= k)%N ->
  curve_derivative (fun t => product (fun i => W i t) j) s
    (diagonal n n (fun i => j%:R * a i ^+ j.-1 * speed i)).
Proof.
elim: j => [|j IH] jk /=.
  have -> : diagonal n n (fun i => 0%:R * a i ^+ 0.-1 * speed i) = 0.
    by apply/matrixP => i l; rewrite !mxE !mul0r mul0rn.
  exact: curve_const.
have := curve_mul (W' jk) (IH (ltnW jk)).
rewrite aligned_gradient // W_aligned // (@product_diagonal _ _ (fun i => W i s) a); last first.
  by move=> i ij; apply: W_aligned; apply: leq_trans ij (ltnW jk).
rewrite !diagonal_mul ?leqnn //; congr curve_derivative.
apply/matrixP => i l; rewrite !mxE -mulrnDl; congr (_ *+ _).
case: j {IH jk} => [|j] /=; first by rewrite expr0; move: (speed i) (a i) => x y; ring.
rewrite (mulrS _ j.+1) exprS; move: (j.+1%:R) (speed i) (a i) (a i ^+ j) => c x y z; ring.
Qed.

(** linear-simclr#aligned-layers: with L = k + 1 layers, d/dt P Q = diag(2L σ_i a_i^{3L-2})
    for the product P of all layers; so its singular values s_i = a_i^L obey
    ṡ_i = 2L σ_i s_i^{3-2/L}. *)
Theorem aligned_layers :
  let L := k.+1 in
  product Ws k *m V s *m Q = diagonal n m (fun i => a i ^+ L) /\
  curve_derivative (fun t => product (fun j => W j t) k *m V t *m Q) s
    (diagonal n m (fun i => 2%:R * L%:R * sigma i * a i ^+ (3 * L - 2))).
Proof.
move=> L; have WE : product Ws k = diagonal n n (fun i => a i ^+ k).
  by apply: product_diagonal => i; apply: W_aligned.
split.
  rewrite WE V_aligned mulmxA -mulmxA Q1 mulmx1 diagonal_mul ?leqnn //.
  by apply: diagonal_ext => i _; rewrite -exprSr.
have := curve_mul (curve_mul (product_derivative (leqnn k)) V') (curve_const s Q).
rewrite mulmx0 addr0 -/(product Ws k) WE V_aligned aligned_lowest_gradient.
rewrite mulmxDl !mulmxA -!(mulmxA _ Q^T Q) Q1 !mulmx1 !diagonal_mul ?leqnn //.
congr curve_derivative; apply/matrixP => i l; rewrite !mxE -mulrnDl; congr (_ *+ _).
have -> : (3 * L - 2 = k + k.*2.+1)%N by rewrite /L -addnn; lia.
rewrite /L (mulrS _ k) /speed exprD exprS; move: (a i ^+ k.*2) (sigma i) => z c.
case: (k) => [|j] /=; first by rewrite !expr0; move: (a i) => y; ring.
by rewrite exprS; move: (j.+1%:R) (a i) (a i ^+ j) => x y w; ring.
Qed.

End Aligned.
