(** The remainder of the weighted covariance operator for small augmentations. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative.
From dualproof Require Import simclr.WeightedDraws simclr.WeightedCovariance simclr.SmallOrder.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Remainder.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis q1 : forall x, law (q x).
Variables d n : nat.

(** The mean outputs, the change of the output with an augmentation per ε, a = J₀δ_a, and
    the same of the connection. *)
Variables (Fbar : X -> 'cV[F]_n) (change : X -> A -> 'cV[F]_n).
Variables (K0 : X -> 'M[F]_(d, n)) (K' : X -> A -> 'M[F]_(d, n)).
Hypothesis change0 : forall x, mean (q x) (change x) = 0.
Definition outputs (e : F) x a : 'cV[F]_n := Fbar x + e *: change x a.
Definition connections (e : F) x a : 'M[F]_(d, n) := K0 x + e *: K' x a.

(** ξ is a function ψ of r₊ - r₋, with ξ' = ψ' and ξ'' = ψ'' at -r̄. *)
Variables (psi : F -> F) (xi1 xi2 : X -> X -> F).
Let xi (rp rm : F) : F := psi (rp - rm).
Let rbar x y := pair_loss (Fbar x) (Fbar y).
Let D x y := Fbar x - Fbar y.
Hypothesis expansion : forall x y, second_expansion psi (- rbar x y) (xi1 x y) (xi2 x y).

(** V_x = E_a aaᵀ. *)
Definition change_variance x : 'M[F]_n := mean (q x) (fun a => change x a *m (change x a)^T).
Let V := change_variance.

(** θ₂ = E_{x,y}[ξ'(½(tr V_x - tr V_y) K D - K V_y D - E_a[K' aᵀD] D) + ½ξ'' Dᵀ(V_x + V_y)D K D]. *)
Definition theta2 : 'cV[F]_d := two_sample_mean p (fun x y =>
  xi1 x y *: ((2%:R^-1 * (\tr (V x) - \tr (V y))) *: (K0 x *m D x y) - K0 x *m (V y *m D x y)
              - mean (q x) (fun a => dot (change x a) (D x y) *: (K' x a *m D x y)))
  + (2%:R^-1 * xi2 x y * dot (D x y) ((V x + V y) *m D x y)) *: (K0 x *m D x y)).

(** θ at ε. *)
Definition theta (e : F) : 'cV[F]_d :=
  remainder p q xi (weight_of_means q xi (outputs e)) (connections e) (outputs e).

Let E3 x y (G : A -> A -> A -> F) : F :=
  \sum_a q x a * (\sum_b q x b * (\sum_c q y c * G a b c)).

Lemma eq_E3 x y G H : (forall a b c, G a b c = H a b c) -> E3 x y G = E3 x y H.
Proof.
move=> GH; apply: eq_bigr => a _; congr (_ * _); apply: eq_bigr => b _; congr (_ * _).
by apply: eq_bigr => c _; rewrite GH.
Qed.

Lemma E3D x y G H : E3 x y (fun a b c => G a b c + H a b c) = E3 x y G + E3 x y H.
Proof.
rewrite /E3 -sumD; apply: eq_bigr => a _; congr (_ * _); rewrite -sumD; apply: eq_bigr => b _.
by congr (_ * _); rewrite -sumD.
Qed.

Lemma E3Z x y k G : E3 x y (fun a b c => k * G a b c) = k * E3 x y G.
Proof.
rewrite /E3 -sumZ; apply: eq_bigr => a _; congr (_ * _); rewrite -sumZ; apply: eq_bigr => b _.
by congr (_ * _); rewrite -sumZ.
Qed.

Lemma E3_product x y (g h k : A -> F) : E3 x y (fun a b c => g a * (h b * k c))
  = (\sum_a q x a * g a) * ((\sum_b q x b * h b) * (\sum_c q y c * k c)).
Proof.
rewrite /E3; set H := \sum_b q x b * h b; set L := \sum_c q y c * k c.
transitivity (\sum_a q x a * (H * L * g a)); last first.
  by rewrite (sumZ (q x) (H * L) g); move: (\sum_a _) => G; ring.
apply: eq_bigr => a _; congr (_ * _).
transitivity (\sum_b q x b * (L * g a * h b)); last first.
  by rewrite (sumZ (q x) (L * g a) h) -/H; move: H L (g a) => *; ring.
apply: eq_bigr => b _; congr (_ * _).
transitivity (\sum_c q y c * (g a * h b * k c)); first by apply: eq_bigr => c _; congr (_ * _); apply: mulrA.
by rewrite (sumZ (q y) (g a * h b) k) -/L; move: L (g a) (h b) => *; ring.
Qed.

Lemma E3_a x y g : E3 x y (fun a _ _ => g a) = \sum_a q x a * g a.
Proof. by apply: eq_bigr => a _; rewrite !sum_const. Qed.
Lemma E3_b x y g : E3 x y (fun _ b _ => g b) = \sum_b q x b * g b.
Proof. by rewrite /E3 sum_const //; apply: eq_bigr => b _; rewrite sum_const. Qed.
Lemma E3_c x y g : E3 x y (fun _ _ c => g c) = \sum_c q y c * g c.
Proof. by rewrite /E3 !sum_const. Qed.

Lemma trace_V x : \tr (V x) = \sum_a q x a * dot (change x a) (change x a).
Proof.
rewrite /V /change_variance linear_sum; apply: eq_bigr => a _ /=.
by rewrite mxtraceZ mxtrace_mulC /mxtrace big_ord1 -dotE.
Qed.

Lemma dot_V x u v : dot u (V x *m v) = \sum_a q x a * (dot (change x a) u * dot (change x a) v).
Proof.
rewrite -mean_mulr dot_meanr; apply: eq_bigr => a _; congr (_ * _).
by rewrite -mulmxA dot_mulr {1}/dot big_ord1 -!dotE.
Qed.

Lemma mean_dot0 x u : \sum_a q x a * dot (change x a) u = 0.
Proof. by rewrite -dot_meanl change0 dot0l. Qed.

Section Direction.
Variable w : 'cV[F]_d.
Variables x y : X.
Let s a := dot (change x a) (D x y).
Let t c := dot (change y c) (D x y).
Let g a := dot w (K' x a *m D x y).
Let h z a := dot w (K0 x *m change z a).
Let l0 := dot w (K0 x *m D x y).
Let u1 a c := t c - s a.
Let u2 a b c := 2%:R^-1 * (dot (change x a - change x b) (change x a - change x b)
  - dot (change x a - change y c) (change x a - change y c)).
Let l1 a b c := g a + (h x b - h y c).
Let l2 a b c := dot w (K' x a *m (change x b - change y c)).

Lemma h0 z : \sum_a q z a * h z a = 0.
Proof. by rewrite -dot_meanr mean_mull change0 mulmx0 dotC dot0l. Qed.

Lemma first_order : E3 x y (fun a b c => xi1 x y * u1 a c * l0) = 0.
Proof.
rewrite (@eq_E3 x y _ (fun a b c => xi1 x y * l0 * (t c + - 1 * s a))) => [|a b c]; last first.
  by rewrite /u1; ring.
by rewrite E3Z E3D E3Z E3_a E3_c /s /t !mean_dot0 mulr0 addr0 mulr0.
Qed.

Lemma zero_two (f1 f2 f3 : A -> F) : \sum_a q x a * f1 a = 0 \/ \sum_c q y c * f3 c = 0 ->
  E3 x y (fun a b c => f1 a * (f2 b * f3 c)) = 0.
Proof. by rewrite E3_product => -[] ->; rewrite ?mul0r ?mulr0. Qed.

Definition second_term : 'cV[F]_d :=
  xi1 x y *: ((2%:R^-1 * (\tr (V x) - \tr (V y))) *: (K0 x *m D x y) - K0 x *m (V y *m D x y)
              - mean (q x) (fun a => dot (change x a) (D x y) *: (K' x a *m D x y)))
  + (2%:R^-1 * xi2 x y * dot (D x y) ((V x + V y) *m D x y)) *: (K0 x *m D x y).

Lemma second_order : E3 x y (fun a b c => xi1 x y * u2 a b c * l0
    + 2%:R^-1 * xi2 x y * u1 a c ^+ 2 * l0 + xi1 x y * u1 a c * l1 a b c) = dot w second_term.
Proof.
have s0 : \sum_a q x a * s a = 0 by apply: mean_dot0.
have t0 : \sum_c q y c * t c = 0 by apply: mean_dot0.
have AB : E3 x y (fun a b _ => dot (change x a) (change x b)) = 0.
  rewrite /E3; under eq_bigr => a _ do under eq_bigr => b _ do rewrite sum_const //.
  under eq_bigr => a _ do rewrite -dot_meanr change0 dotC dot0l mulr0.
  by rewrite big1.
have AC : E3 x y (fun a _ c => dot (change x a) (change y c)) = 0.
  rewrite /E3; under eq_bigr => a _ do rewrite sum_const // -dot_meanr change0 dotC dot0l mulr0.
  by rewrite big1.
have BB : E3 x y (fun _ b _ => dot (change x b) (change x b)) = \tr (V x) by rewrite E3_b -trace_V.
have CC : E3 x y (fun _ _ c => dot (change y c) (change y c)) = \tr (V y) by rewrite E3_c -trace_V.
have SS : E3 x y (fun a _ _ => s a * s a) = dot (D x y) (V x *m D x y) by rewrite E3_a dot_V.
have TT : E3 x y (fun _ _ c => t c * t c) = dot (D x y) (V y *m D x y) by rewrite E3_c dot_V.
have ST : E3 x y (fun a b c => s a * (1 * t c)) = 0 by apply: zero_two; left.
have TG : E3 x y (fun a b c => g a * (1 * t c)) = 0 by apply: zero_two; right.
have TH : E3 x y (fun a b c => h x b * t c) = 0.
  rewrite -(@zero_two (fun=> 1) (h x) t); last by right.
  by apply: eq_E3 => a b c; rewrite mul1r.
have TK : E3 x y (fun _ _ c => t c * h y c) = dot w (K0 x *m (V y *m D x y)).
  have E c : t c * h y c = dot (change y c) ((K0 x)^T *m w) * dot (change y c) (D x y).
    by rewrite /t /h dot_mulr (dotC _ (change y c)) mulrC.
  by rewrite E3_c dot_mulr dot_V; apply: eq_bigr => c _; rewrite E.
have SG : E3 x y (fun a _ _ => s a * g a)
    = dot w (mean (q x) (fun a => dot (change x a) (D x y) *: (K' x a *m D x y))).
  by rewrite E3_a dot_meanr; apply: eq_bigr => a _; rewrite dotZr.
have SH : E3 x y (fun a b c => s a * (h x b * 1)) = 0 by apply: (@zero_two s (h x) (fun=> 1)); left.
have SK : E3 x y (fun a b c => s a * (1 * h y c)) = 0 by apply: zero_two; left.
pose k1 := xi1 x y; pose k2 := 2%:R^-1 * xi2 x y * l0.
rewrite (@eq_E3 x y _ (fun a b c =>
  2%:R^-1 * k1 * l0 * dot (change x b) (change x b)
  + (- (2%:R^-1 * k1 * l0) * dot (change y c) (change y c)
  + (- (k1 * l0) * dot (change x a) (change x b) + (k1 * l0 * dot (change x a) (change y c)
  + (k2 * (s a * s a) + (k2 * (t c * t c) + (- (2%:R * k2) * (s a * (1 * t c))
  + (k1 * (g a * (1 * t c)) + (k1 * (h x b * t c) + (- k1 * (t c * h y c)
  + (- k1 * (s a * g a) + (- k1 * (s a * (h x b * 1)) + k1 * (s a * (1 * h y c))))))))))))))) => [|a b c].
  rewrite !E3D !E3Z AB AC BB CC SS TT ST TG TH TK SG SH SK !mulr0 !addr0 !add0r.
  rewrite /second_term dotDr !dotZr !dotBr dotZr mulmxDl dotDr -/l0 /k1 /k2.
  by move: (\tr _) (\tr _) (dot (D x y) _) (dot (D x y) _) (dot w _) (dot w _) => *; ring.
rewrite /u2 /u1 /l1 !(dotBl, dotBr) (dotC (change x b) (change x a)) (dotC (change y c) (change x a)).
rewrite /k1 /k2; move: (dot _ _) (dot (change x b) _) (dot (change x a) (change x b)) => aa bb ab.
by move: (dot (change y c) _) (dot (change x a) (change y c)) (s a) (t c) (g a) => *; field.
Qed.

(** One draw at ε. *)
Lemma one_draw e a b c : dot w ((weight_at xi (outputs e) x y a b c
      - weight_of_means q xi (outputs e) x y) *: (connections e x a *m (outputs e x b - outputs e y c)))
  = (psi (- rbar x y + (e * u1 a c + e ^+ 2 * u2 a b c)) - psi (- rbar x y))
    * (l0 + e * l1 a b c + e ^+ 2 * l2 a b c).
Proof.
have Fm z : view_mean q (outputs e) z = Fbar z.
  by rewrite /view_mean /outputs meanD mean_const // meanZ change0 scaler0 addr0.
rewrite dotZr; congr (_ * _).
  rewrite /weight_of_means /weight_at !Fm /xi sub0r; congr (psi _ - _).
  rewrite /rbar /u1 /u2 /s /t /pair_loss /outputs.
  have -> : Fbar x + e *: change x a - (Fbar x + e *: change x b) = e *: (change x a - change x b).
    by rewrite opprD addrACA subrr add0r scalerBr.
  have -> : Fbar x + e *: change x a - (Fbar y + e *: change y c)
      = D x y + e *: (change x a - change y c).
    by rewrite scalerBr opprD addrACA.
  rewrite -/(D x y); move: (D x y) (change x a) (change x b) (change y c) => z za zb zc.
  rewrite (dotC zc z) (dotC za z) !(dotBl, dotBr, dotDl, dotDr, dotZl, dotZr).
  rewrite (dotC zc z) (dotC za z) (dotC zb za) (dotC zc za).
  move: (dot z z) (dot za za) (dot zb zb) (dot zc zc) (dot z za) (dot z zc) => *.
  by move: (dot za zb) (dot za zc) => *; field.
have -> : outputs e x b - outputs e y c = D x y + e *: (change x b - change y c).
  by rewrite /outputs scalerBr opprD addrACA.
rewrite /connections /l0 /l1 /l2 /g /h.
move: (D x y) (change x b) (change y c) (K0 x) (K' x a) => z zb zc k k'.
rewrite mulmxDl !mulmxDr -!scalemxAl -!scalemxAr !(mulmxBr, mulmxDr, mulmxN) !(dotDr, dotBr, dotZr, dotNr).
move: (dot w (k *m z)) (dot w (k *m zb)) (dot w (k *m zc)) => *.
move: (dot w (k' *m z)) (dot w (k' *m zb)) (dot w (k' *m zc)) => *; ring.
Qed.

End Direction.

(** θ = ε²θ₂ + O(ε³), along every direction w. *)
Lemma remainder_of_second_order w : cubic (fun e => dot w (theta e - e ^+ 2 *: theta2)).
Proof.
pose l0 x y := dot w (K0 x *m D x y).
pose u1 x y a c := dot (change y c) (D x y) - dot (change x a) (D x y).
pose u2 x y a b c := 2%:R^-1 * (dot (change x a - change x b) (change x a - change x b)
  - dot (change x a - change y c) (change x a - change y c)).
pose l1 x y a b c := dot w (K' x a *m D x y)
  + (dot w (K0 x *m change x b) - dot w (K0 x *m change y c)).
pose l2 x a b y c := dot w (K' x a *m (change x b - change y c)).
pose G x y a b c e := (psi (- rbar x y + (e * u1 x y a c + e ^+ 2 * u2 x y a b c)) - psi (- rbar x y))
  * (l0 x y + e * l1 x y a b c + e ^+ 2 * l2 x a b y c).
pose G1 x y a c := xi1 x y * u1 x y a c * l0 x y.
pose G2 x y a b c := xi1 x y * u2 x y a b c * l0 x y
    + 2%:R^-1 * xi2 x y * u1 x y a c ^+ 2 * l0 x y + xi1 x y * u1 x y a c * l1 x y a b c.
have Gc : cubic (fun e => \sum_x p x * (\sum_y p y * E3 x y (fun a b c =>
    G x y a b c e - e * G1 x y a c - e ^+ 2 * G2 x y a b c))).
  apply: cubic_sum => x; apply: cubicZ; apply: cubic_sum => y; apply: cubicZ.
  apply: cubic_sum => a; apply: cubicZ; apply: cubic_sum => b; apply: cubicZ.
  apply: cubic_sum => c; apply: cubicZ.
  exact: (draw_expansion (u1 x y a c) (u2 x y a b c) (l0 x y) (l1 x y a b c) (l2 x a b y c) (expansion x y)).
apply: eq_cubic Gc => e; rewrite dotBr dotZr /theta /remainder dot_draw_mean.
rewrite /theta2 /two_sample_mean dot_meanr -sumZ -sumB; apply: eq_bigr => x _; congr (_ * _).
rewrite dot_meanr -sumZ -sumB; apply: eq_bigr => y _; congr (_ * _).
have -> : E3 x y (fun a b c => G x y a b c e - e * G1 x y a c - e ^+ 2 * G2 x y a b c)
    = E3 x y (fun a b c => G x y a b c e) + - e * E3 x y (fun a _ c => G1 x y a c)
      + - e ^+ 2 * E3 x y (G2 x y).
  by rewrite -!E3Z -!E3D; apply: eq_E3 => a b c; rewrite !mulNr.
rewrite (first_order w x y) (second_order w x y) mulr0 addr0 mulNr; congr (_ - _).
by apply: eq_E3 => a b c; rewrite one_draw.
Qed.

(** E_x tr V_{x'|x}[f] = ε² E_x tr V_x exactly. *)
Lemma within_variance_is_quadratic e :
  \sum_x p x * \tr (variance (q x) (outputs e x)) = e ^+ 2 * \sum_x p x * \tr (V x).
Proof.
rewrite -sumZ; apply: eq_bigr => x _; congr (_ * _).
have m : mean (q x) (outputs e x) = Fbar x.
  by rewrite /outputs meanD mean_const // meanZ change0 scaler0 addr0.
rewrite -mxtraceZ; congr (\tr _); rewrite /V /change_variance /variance -meanZ m.
apply: eq_mean => a; rewrite /outputs addrAC subrr add0r linearZ /= -scalemxAl -scalemxAr scalerA.
by rewrite expr2.
Qed.

End Remainder.
