(** contrastive-operator, the exhibit: one branch and more than one negative, on a network
    of one number. The values are enclosed by computation with integers. *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring ssrZ zify.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.
Local Delimit Scope Z_scope with Zc.

Section Integers.
Variable F : realFieldType.

(** The integer z in the field. *)
Definition number (z : Z) : F := (int_of_Z z)%:~R.

Lemma numberD a b : number (a + b)%Zc = number a + number b.
Proof. by rewrite /number -intrD; congr _%:~R; lia. Qed.
Lemma numberM a b : number (a * b)%Zc = number a * number b.
Proof. by rewrite /number -intrM; congr _%:~R; lia. Qed.
Lemma numberN a : number (- a)%Zc = - number a.
Proof. by rewrite /number -mulrNz; congr _%:~R; lia. Qed.
Lemma number_le a b : (a <= b)%Zc -> number a <= number b.
Proof. by move=> le; rewrite /number ler_int; lia. Qed.
Lemma number_nat z : (0 <= z)%Zc -> number z = (Z.to_nat z)%:R.
Proof. by move=> z0; rewrite /number pmulrn; congr _%:~R; lia. Qed.
Lemma number0 : number 0 = 0. Proof. by []. Qed.
Lemma number1 : number 1 = 1. Proof. by []. Qed.
Lemma number_gt0 a : (0 < a)%Zc -> 0 < number a.
Proof. by move=> lt; rewrite /number ltr0z; lia. Qed.

Lemma div_below a b : (0 < b)%Zc -> number (a / b)%Zc * number b <= number a.
Proof. by move=> b0; rewrite -numberM; apply: number_le; have := Z.mul_div_le a b b0; lia. Qed.

Lemma div_above a b : (0 < b)%Zc -> number a <= number (a / b + 1)%Zc * number b.
Proof.
by move=> b0; rewrite -numberM; apply: number_le; have := Z.mul_succ_div_gt a b b0; lia.
Qed.

End Integers.

Section Exhibit.
Variable F : realFieldType.
Local Notation number := (number F).

(** exp: a function with exp (x + y) = exp x exp y and exp 0 = 1, of which the value at
    -1/2 is known to fifteen digits, e^(-1/2) = 0.606530659712633… *)
Variable exp : F -> F.
Hypotheses (exp0 : exp 0 = 1) (expD : forall x y, exp (x + y) = exp x * exp y).
Definition ten15 : Z := 1000000000000000.
Hypothesis exp_half : number 606530659712633 / number ten15 <= exp (- 2%:R^-1)
                      <= number 606530659712634 / number ten15.

(** The data, before c is added; its H negatives are drawn with replacement. *)
Definition data : seq Z := [:: 0; 1; 3]%Zc.
Fixpoint draws (H : nat) : seq (seq Z) :=
  if H is H'.+1 then [seq y :: ys | y <- data, ys <- draws H'] else [:: [::]].

(** r = ½ (x - y)², which c does not change. *)
Definition distance (x y : Z) : F := 2%:R^-1 * (number x - number y) ^+ 2.

(** ξ of InfoNCE with τ = 1 and r₊ = 0: exp(-r_k) / (1 + Σ_j exp(-r_j)). *)
Definition repulsion (x : Z) (ys : seq Z) (y : Z) : F :=
  exp (- distance x y) / (1 + \sum_(y' <- ys) exp (- distance x y')).

(** wᵀGw = E[Σ_k ξ_k (x + c) (x - y_k)] at w = 1: the outputs are the data. *)
Definition exhibit (H : nat) (c : Z) : F :=
  (number (3 ^ Z.of_nat H.+1))^-1 * \sum_(x <- data) \sum_(ys <- draws H) \sum_(y <- ys)
    number ((x + c) * (x - y))%Zc * repulsion x ys y.

(** z·S encloses x from below and above, S = 10^15. *)
Definition S : Z := ten15.
Definition encloses (i : Z * Z) (x : F) : Prop :=
  number i.1 <= number S * x /\ number S * x <= number i.2.
(** Of a positive number. *)
Definition encloses_positive (i : Z * Z) (x : F) : Prop := (0 < i.1)%Zc /\ encloses i x.

Lemma S_gt0 : (0 < S)%Zc. Proof. by []. Qed.
Lemma S0 : 0 < number S. Proof. exact: number_gt0. Qed.
Opaque S ContrastiveExhibit.number.

Definition plus (i j : Z * Z) : Z * Z := (i.1 + j.1, i.2 + j.2)%Zc.
Lemma plusP i j x y : encloses i x -> encloses j y -> encloses (plus i j) (x + y).
Proof. by case=> a b [c d]; rewrite /encloses /= !numberD mulrDr; split; apply: ler_add. Qed.

Definition scale (z : Z) (i : Z * Z) : Z * Z :=
  if (0 <=? z)%Zc then (z * i.1, z * i.2)%Zc else (z * i.2, z * i.1)%Zc.
Lemma scaleP z i x : encloses i x -> encloses (scale z i) (number z * x).
Proof.
case=> a b; rewrite /scale /encloses; case: Z.leb_spec => z0 /=; rewrite !numberM mulrCA.
  have p : 0 <= number z by rewrite -number0; apply: number_le.
  by split; apply: ler_wpmul2l.
have p : number z <= 0 by rewrite -number0; apply: number_le; lia.
by split; apply: ler_wnmul2l.
Qed.

Definition sum_of (T : Type) (s : seq T) (f : T -> Z * Z) : Z * Z :=
  foldr (fun x => plus (f x)) (0, 0)%Zc s.
Lemma sum_ofP (T : Type) (s : seq T) f (g : T -> F) :
  (forall x, encloses (f x) (g x)) -> encloses (sum_of s f) (\sum_(x <- s) g x).
Proof.
move=> fg; elim: s => [|x s IH]; last by rewrite big_cons; apply: plusP.
by rewrite big_nil /encloses /= mulr0 number0.
Qed.

Definition times (i j : Z * Z) : Z * Z := (i.1 * j.1 / S, i.2 * j.2 / S + 1)%Zc.
Lemma spread (s x y : F) : s * (x * y) * s = (s * x) * (s * y).
Proof. by ring. Qed.
Lemma timesP i j x y : encloses i x -> encloses j y -> (0 <= i.1)%Zc -> (0 <= j.1)%Zc ->
  encloses (times i j) (x * y).
Proof.
move=> [a b] [c d] i0 j0; have p : 0 <= number i.1 by rewrite -number0; apply: number_le.
have q : 0 <= number j.1 by rewrite -number0; apply: number_le.
rewrite /encloses /times /=; split; rewrite -(ler_pmul2r S0).
  apply: le_trans (div_below _ _ S_gt0) _; rewrite numberM.
  rewrite spread.
  exact: ler_pmul.
apply: le_trans (div_above _ _ S_gt0); rewrite numberM.
rewrite spread.
by apply: ler_pmul => //; [apply: le_trans p a | apply: le_trans q c].
Qed.

Lemma swap (s x y : F) : y * (s * x) = x * (s * y).
Proof. by ring. Qed.
Definition over (i j : Z * Z) : Z * Z := (S * i.1 / j.2, S * i.2 / j.1 + 1)%Zc.
Lemma overP i j x y : encloses i x -> encloses_positive j y -> (0 <= i.1)%Zc ->
  encloses (over i j) (x / y).
Proof.
move=> [a b] [j0 [c d]] i0; have p : 0 <= number i.1 by rewrite -number0; apply: number_le.
have q : 0 < number j.1 by apply: number_gt0.
have sy : 0 < number S * y by apply: lt_le_trans q c.
have y0 : 0 < y by move: sy; rewrite pmulr_rgt0 ?S0.
have j2 : 0 < number j.2 by apply: lt_le_trans sy d.
have j2z : (0 < j.2)%Zc.
  case: (Z.ltb_spec 0 j.2) => // /(number_le F); rewrite number0 => le.
  by have := lt_le_trans j2 le; rewrite ltxx.
have x0 : 0 <= x by rewrite -(pmulr_rge0 _ S0); apply: le_trans p a.
rewrite /encloses /over /=; split.
  rewrite -(ler_pmul2r j2); apply: le_trans (div_below _ _ j2z) _; rewrite numberM.
  rewrite -[X in _ <= X]mulrA ler_wpmul2l ?(ltW S0) //; apply: (le_trans a).
  by rewrite (mulrC x) -mulrA ler_pdivl_mull // swap ler_wpmul2l.
rewrite -(ler_pmul2r q); apply: le_trans (div_above _ _ j0); rewrite numberM.
rewrite -[X in X <= _]mulrA ler_wpmul2l ?(ltW S0) //; apply: le_trans b.
by rewrite (mulrC x) -mulrA ler_pdivr_mull // swap ler_wpmul2l.
Qed.

(** a^n, for a enclosed by i. *)
Definition power (i : Z * Z) (n : nat) : Z * Z := iter n (times i) (S, S).

(** The program of the exhibit, and the enclosure of exp(-1/2). *)
Definition half_itv : Z * Z := (606530659712633, 606530659712634)%Zc.
Definition weight (x y : Z) : Z * Z := power half_itv (Z.to_nat ((x - y) * (x - y))%Zc).
Definition total_itv (H : nat) (c : Z) : Z * Z :=
  sum_of data (fun x => sum_of (draws H) (fun ys => sum_of ys (fun y =>
    scale ((x + c) * (x - y))%Zc (over (weight x y) (plus (S, S) (sum_of ys (weight x))))))).

Lemma encloses_one : encloses (S, S) 1.
Proof. by rewrite /encloses /= mulr1. Qed.

Lemma powerP i a n : encloses i a -> (0 <= i.1)%Zc ->
  encloses (power i n) (a ^+ n) /\ (0 <= (power i n).1)%Zc.
Proof.
move=> ia i0; elim: n => [|n [IH IH0]]; first by rewrite expr0; split; [exact: encloses_one|].
rewrite exprS /power iterS -/(power i n); split; first exact: timesP.
rewrite /times [(_, _).1]/=; apply: Z.div_pos; last exact: S_gt0.
exact: Z.mul_nonneg_nonneg.
Qed.

Transparent S.
Lemma half_itvP : encloses half_itv (exp (- 2%:R^-1)).
Proof.
have [lo hi] := andP exp_half; have t0 : 0 < number ten15 by exact: S0.
rewrite /encloses /half_itv /S (mulrC (number ten15)).
split; [rewrite -(ler_pdivr_mulr _ _ t0); exact: lo | rewrite -(ler_pdivl_mulr _ _ t0); exact: hi].
Qed.
Opaque S.

Lemma exp_power n s : exp (n%:R * s) = exp s ^+ n.
Proof.
elim: n => [|n IH]; first by rewrite mul0r expr0 exp0.
by rewrite mulrS mulrDl mul1r expD IH exprS.
Qed.

Lemma weightP x y : encloses (weight x y) (exp (- distance x y)) /\ (0 <= (weight x y).1)%Zc.
Proof.
have -> : exp (- distance x y) = exp (- 2%:R^-1) ^+ Z.to_nat ((x - y) * (x - y))%Zc.
  rewrite -exp_power; congr exp; rewrite /distance -mulNr mulrC; congr (_ * _).
  by rewrite expr2 -numberN -numberD -numberM -number_nat //; apply: Z.square_nonneg.
by apply: powerP => //; exact: half_itvP.
Qed.

Lemma sum_of_ge0 (T : Type) (s : seq T) (f : T -> Z * Z) :
  (forall x, 0 <= (f x).1)%Zc -> (0 <= (sum_of s f).1)%Zc.
Proof. by move=> f0; elim: s => //= x s IH; have := f0 x; lia. Qed.

Lemma totalP H c : encloses (total_itv H c) (\sum_(x <- data) \sum_(ys <- draws H)
  \sum_(y <- ys) number ((x + c) * (x - y))%Zc * repulsion x ys y).
Proof.
apply: sum_ofP => x; apply: sum_ofP => ys; apply: sum_ofP => y; apply: scaleP.
apply: overP; [by case: (weightP x y) | split | by case: (weightP x y)].
  rewrite /plus /=; have := @sum_of_ge0 _ ys _ (fun y' => proj2 (weightP x y')); have := S_gt0; lia.
by apply: plusP; [exact: encloses_one | apply: sum_ofP => y'; case: (weightP x y')].
Qed.

(** Nine digits after the point. *)
Definition nine : Z := 1000000000.
Definition has_digits (v : F) (d : Z) : Prop :=
  `|v - number d / number nine| <= (2%:R * number nine)^-1.

(** The enclosure tells the digits. *)
Definition tells (H : nat) (c d : Z) : bool :=
  let i := total_itv H c in let N := (S * 3 ^ Z.of_nat H.+1)%Zc in
  Z.leb (N * (2 * d - 1)) (2 * nine * i.1) && Z.leb (2 * nine * i.2) (N * (2 * d + 1)).

Lemma tellsP H c d : tells H c d -> has_digits (exhibit H c) d.
Proof.
rewrite /tells /has_digits /exhibit; have [lo hi] := totalP H c.
move: (\sum_(x <- data) _) lo hi => T lo hi.
move/andP=> [/Z.leb_le/(number_le F) l /Z.leb_le/(number_le F) h].
have N0 : 0 < number (3 ^ Z.of_nat H.+1) by apply: number_gt0; apply: Z.pow_pos_nonneg; lia.
have E0 : 0 < number nine by apply: number_gt0.
move: l h lo hi; rewrite !numberM !numberD !numberN !numberM -!/(number 2) -!/(number 1).
have -> : number 2 = 2%:R by []. have -> : number 1 = 1 by [].
move: (number (3 ^ _)) (number nine) N0 E0 (number d) (total_itv H c) S0 => N E N0 E0 D [i1 i2] /=.
move: (number S) (number i1) (number i2) => s l h s0 le he lo hi.
have l2 : N * (2%:R * D - 1) <= 2%:R * E * T.
  rewrite -(ler_pmul2l s0) mulrA; apply: le_trans le _.
  by rewrite [X in _ <= X]mulrCA ler_wpmul2l // mulr_ge0 ?ler0n // ltW.
have h2 : 2%:R * E * T <= N * (2%:R * D + 1).
  rewrite -(ler_pmul2l s0) [X in _ <= X]mulrA; apply: le_trans he.
  by rewrite [X in X <= _]mulrCA ler_wpmul2l // mulr_ge0 ?ler0n // ltW.
have K0 : 0 < N * (2%:R * E) by rewrite !mulr_gt0 ?ltr0n.
have e : N^-1 * T - D / E = (2%:R * E * T - N * (2%:R * D)) / (N * (2%:R * E)).
  by field; rewrite !lt0r_neq0.
have f : (2%:R * E)^-1 = N / (N * (2%:R * E)) by field; rewrite !lt0r_neq0.
have Ki : 0 < (N * (2%:R * E))^-1 by rewrite invr_gt0.
rewrite e f ler_norml; apply/andP; split.
  rewrite -[- (N / _)]mulNr (ler_pmul2r Ki) ler_subr_addr.
  by apply: le_trans l2; rewrite mulrBr mulr1 addrC.
rewrite (ler_pmul2r Ki) ler_subl_addr.
by apply: le_trans h2 _; rewrite mulrDr mulr1 addrC.
Qed.

Lemma one_negative c : exhibit 1 c = exhibit 1 0.
Proof.
have R x y : repulsion x [:: y] y = repulsion y [:: x] x.
  by rewrite /repulsion !big_seq1 /distance -(opprB (number x)) sqrrN.
have D1 : draws 1 = [:: [:: 0]; [:: 1]; [:: 3]]%Zc by [].
rewrite /exhibit; congr (_ * _); rewrite D1 /data !(big_cons, big_nil) !numberM !numberD (R 1 0)%Zc (R 3 0)%Zc (R 3 1)%Zc.
rewrite !numberN number0 number1; move: (number 3) (number c) => b e.
move: (repulsion 0 [:: 1] 1)%Zc (repulsion 0 [:: 3] 3)%Zc (repulsion 1 [:: 3] 3)%Zc => u v w.
move: (repulsion _ _ _) (repulsion _ _ _) (repulsion _ _ _) => u0 u1 u2.
by ring.
Qed.

(** wᵀGw = 0.105914982 for H = 1 whatever c, 0.172010670 and -4.452557402 for H = 2 and
    c = 0, -1000, 0.213858566 and -8.728010912 for H = 3. *)
Lemma exhibit_digits :
  [/\ forall c, has_digits (exhibit 1 c) 105914982, has_digits (exhibit 2 0) 172010670,
      has_digits (exhibit 2 (-1000)) (-4452557402), has_digits (exhibit 3 0) 213858566 &
      has_digits (exhibit 3 (-1000)) (-8728010912)].
Proof.
split=> [c||||]; first rewrite one_negative.
all: by apply: tellsP; vm_compute.
Qed.

End Exhibit.
