(** contrastive-operator, the exhibit from the loss: what `ContrastiveExhibit` encloses is
    the update by InfoNCE, and e^(-1/2) is enclosed from what an exponential is. *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring ssrZ zify.
From dualproof Require Import networks.Network networks.Means networks.Derivative
  simclr.Contrastive simclr.Normalised simclr.Logarithm simclr.Exponential simclr.ContrastiveLosses.
From dualproof Require Import exact.ContrastiveExhibit.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.
Local Delimit Scope Z_scope with Zc.

Section Half.
Variable F : archiFieldType.
Variable exp : F -> F.
Hypothesis expP : exponential exp.
Local Notation number := (number F).

(** z/whole below and above e^(-h), of h = 1/parts, and of its squares. *)
Section Squares.
Variables whole parts : Z.
Definition lower (n : nat) : Z :=
  iter n (fun z => z * z / whole)%Zc (whole + - (whole / parts + 1))%Zc.
Definition upper (n : nat) : Z :=
  iter n (fun z => z * z / whole + 1)%Zc (whole * parts / (parts + 1) + 1)%Zc.
Let h : F := (number parts)^-1.

Hypotheses (whole_gt0 : (0 < whole)%Zc) (parts_gt0 : (0 < parts)%Zc).
Hypothesis first_ge0 : (0 <= lower 0)%Zc.

Lemma number_whole : 0 < number whole. Proof. exact: number_gt0. Qed.
Lemma number_parts : 0 < number parts. Proof. exact: number_gt0. Qed.
Opaque ContrastiveExhibit.number.

Lemma square n : exp (- (2%:R ^+ n.+1 * h)) = exp (- (2%:R ^+ n * h)) ^+ 2.
Proof. by rewrite -(exponential_power expP) exprS; congr exp; rewrite mulrN mulrA. Qed.

Lemma lowerP n : (0 <= lower n)%Zc /\ number (lower n) <= number whole * exp (- (2%:R ^+ n * h)).
Proof.
have u0 := number_whole; have p0 := number_parts.
elim: n => [|n [IH0 IH]].
  split; first exact: first_ge0.
  rewrite expr0 mul1r; apply: (@le_trans _ _ (number whole * (1 - h))); last first.
    by rewrite ler_pmul2l // exponential_above.
  rewrite [lower 0]/(whole + - (whole / parts + 1))%Zc numberD numberN mulrBr mulr1 ler_add2l.
  by rewrite ler_opp2 /h ler_pdivr_mulr // div_above // parts_gt0.
split; first by rewrite /lower iterS; apply: Z.div_pos whole_gt0; apply: Z.mul_nonneg_nonneg.
rewrite [lower _]/(lower n * lower n / whole)%Zc square -(ler_pmul2r u0).
apply: le_trans (div_below _ _ whole_gt0) _.
have l0 : 0 <= number (lower n) by rewrite -(number0 F); apply: number_le.
rewrite numberM expr2; apply: le_trans (ler_pmul l0 l0 IH IH) _.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

Lemma upperP n : number whole * exp (- (2%:R ^+ n * h)) <= number (upper n).
Proof.
have u0 := number_whole; have p0 := number_parts.
have p1 : 0 < number (parts + 1) by apply: number_gt0; have := parts_gt0; lia.
have E x : 0 <= number whole * exp x by rewrite mulr_ge0 ?(ltW u0) // ltW // exponential_gt0.
elim: n => [|n IH].
  have h0 : 0 < 1 + h by rewrite addr_gt0 ?ltr01 // invr_gt0.
  rewrite expr0 mul1r (exponentialN expP).
  apply: (@le_trans _ _ (number whole / (1 + h))).
    by rewrite ler_pmul2l // lef_pinv ?posrE ?(exponential_gt0 expP) ?h0 //; exact: exponential_above.
  have -> : number whole / (1 + h) = number (whole * parts) / number (parts + 1).
    rewrite numberM numberD number1 /h.
    have n0 := lt0r_neq0 p0; have : number parts + 1 != 0 by move: p1; rewrite numberD; apply: lt0r_neq0.
    by move: n0; move: (number parts) (number whole) => p u n0 n1; field; rewrite n0 n1.
  rewrite ler_pdivr_mulr //; apply: div_above; move: parts_gt0; lia.
rewrite [upper _]/(upper n * upper n / whole + 1)%Zc square -(ler_pmul2r u0).
apply: le_trans (div_above _ _ whole_gt0).
rewrite numberM expr2; apply: le_trans (ler_pmul (E _) (E _) IH IH).
by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

End Squares.

Lemma ratio_bounds (lo hi t k x : F) : 0 < t -> 0 < k -> lo * k <= t * k * x ->
  t * k * x <= hi * k -> lo / t <= x <= hi / t.
Proof.
move=> t0 k0; rewrite mulrAC !(ler_pmul2r k0) (mulrC t) => a b.
by rewrite ler_pdivr_mulr // ler_pdivl_mulr // a b.
Qed.

(** 0.606530659712633 ≤ e^(-1/2) ≤ 0.606530659712634. *)
Lemma exponential_half : number 606530659712633 / number ten15 <= exp (- 2%:R^-1)
                         <= number 606530659712634 / number ten15.
Proof.
pose whole : Z := (10 ^ 40)%Zc; pose parts : Z := (2 ^ 60)%Zc.
have w0 : (0 < whole)%Zc by [].
have q0 : (0 < parts)%Zc by [].
have f0 : (0 <= lower whole parts 0)%Zc by apply: (proj1 (Z.leb_le _ _)); vm_compute.
have [_ lo] := lowerP w0 q0 f0 59; have hi := upperP w0 q0 59.
have E : 2%:R ^+ 59 * (number parts)^-1 = 2%:R^-1 :> F.
  have -> : number parts = 2%:R ^+ 60.
    suff: forall n, number (2 ^ Z.of_nat n) = 2%:R ^+ n by move/(_ 60%N).
    elim=> [|n IH]; first by [].
    by rewrite exprS -IH -[2%:R]/(number 2) -numberM; rewrite Nat2Z.inj_succ Z.pow_succ_r //; lia.
  by rewrite (exprS _ 59) invfM mulrCA mulfV ?mulr1 // expf_neq0 // pnatr_eq0.
rewrite E in lo hi; have u0 := number_whole w0.
have t0 : 0 < number ten15 by apply: number_gt0.
have l1 : number (606530659712633 * 10 ^ 25) <= number (lower whole parts 59).
  by apply: number_le; apply: (proj1 (Z.leb_le _ _)); vm_compute.
have h1 : number (upper whole parts 59) <= number (606530659712634 * 10 ^ 25).
  by apply: number_le; apply: (proj1 (Z.leb_le _ _)); vm_compute.
have U : number whole = number ten15 * number (10 ^ 25) by rewrite -numberM.
have k0 : 0 < number (10 ^ 25) by apply: number_gt0.
move: (le_trans l1 lo) (le_trans hi h1); rewrite U !(numberM _ _ (10 ^ 25)) => a b.
exact (ratio_bounds t0 k0 a b).
Qed.

End Half.

Section Loss.
Variable F : archiFieldType.
Variables exp log : F -> F.
Hypotheses (expP : exponential exp) (logP : logarithm log).
Local Notation number := (number F).

(** The mean of InfoNCE with τ = 1 over the sample x and its H negatives ys: the anchor
    w' (x + c), the positive w (x + c), the negatives w (y + c); no augmentation. *)
Definition exhibit_loss (H : nat) (c : Z) (w' w : F) : F :=
  (number (3 ^ Z.of_nat H.+1))^-1 * \sum_(x <- data) \sum_(ys <- draws H)
    info_nce exp log 1 (fun i : 'I_(size ys).+1 =>
      2%:R^-1 * (w' * number (x + c) - w * number (nth 0%Zc (x :: ys) i + c)) ^+ 2).

Lemma derivative_sum_seq (T : eqType) (s : seq T) (g : T -> F -> F) (b : T -> F) :
  {in s, forall x, has_derivative (g x) (b x)} ->
  has_derivative (fun t => \sum_(x <- s) g x t) (\sum_(x <- s) b x).
Proof.
move=> dg; rewrite big_tnth.
have := @derivative_sum F _ (fun i : 'I_(size s) => g (tnth (in_tuple s) i))
  (fun i => b (tnth (in_tuple s) i)) (fun i => dg _ (mem_tnth i (in_tuple s))).
by apply: derivative_near; exists 1; rewrite ?ltr01 // => t _; rewrite [RHS]big_tnth.
Qed.

Lemma draws_nonempty H ys : ys \in draws H.+1 -> (0 < size ys)%N.
Proof. by case/allpairsP=> -[y ys'] [_ _ ->]. Qed.

Lemma draw_derivative (c x : Z) (ys : seq Z) : (0 < size ys)%N ->
  has_derivative (fun t => info_nce exp log 1 (fun i : 'I_(size ys).+1 =>
      2%:R^-1 * ((1 + t) * number (x + c) - 1 * number (nth 0%Zc (x :: ys) i + c)) ^+ 2))
    (- \sum_(y <- ys) number ((x + c) * (x - y))%Zc * repulsion exp x ys y).
Proof.
move=> ys0; pose g t (i : 'I_(size ys).+1) : F :=
  2%:R^-1 * ((1 + t) * number (x + c) - 1 * number (nth 0%Zc (x :: ys) i + c)) ^+ 2.
have g0 i : g 0 i = distance F x (nth 0%Zc (x :: ys) i).
  by rewrite /g /distance !numberD; congr (_ * _ ^+ 2); ring.
have [dl _ _ _] := info_nce_slopes expP logP ys0 (g 0) ltr01.
pose d i := number (x + c) * (number x - number (nth 0%Zc (x :: ys) i)).
have dg i : has_derivative (fun t => g t i) (d i).
  apply: (@quadratic_derivative _ _ _ (2%:R^-1 * number (x + c) ^+ 2)).
  exists 1; rewrite ?ltr01 // => t _; rewrite /g /d !numberD.
  by move: (number x) (number c) (number _) => u v w; field.
have := chain_rule dl dg; rewrite slopes_dot; congr has_derivative.
rewrite (big_nth 0%Zc) big_mkord -sumrN; apply: eq_bigr => k _.
have dk j : difference (g 0) j / 1 = - distance F x (nth 0%Zc ys j).
  rewrite divr1 /difference !g0 -[RHS]sub0r; congr (_ - _).
  by rewrite /distance subrr expr0n mulr0.
rewrite dk mul1r (eq_bigr _ (fun j _ => congr1 exp (dk j))).
have -> : \sum_(j < size ys) exp (- distance F x (nth 0%Zc ys j))
    = \sum_(y <- ys) exp (- distance F x y).
  by rewrite (big_nth 0%Zc) big_mkord.
rewrite /repulsion -mulNr mulrC; congr (_ * _).
by rewrite /difference /d /= numberM (numberD _ x (- _)%Zc) numberN; ring.
Qed.

(** The update of the exhibit along w = 1. *)
Lemma exhibit_is_the_update H c :
  has_derivative (fun t => exhibit_loss H.+1 c (1 + t) 1) (- exhibit exp H.+1 c).
Proof.
rewrite /exhibit /exhibit_loss -mulrN; apply: derivative_scale; rewrite -sumrN.
apply: derivative_sum_seq => x _; rewrite -sumrN.
apply: derivative_sum_seq => ys /draws_nonempty ys0.
exact: draw_derivative.
Qed.

(** contrastive-operator#exhibit: the network f(z) = w z of one number, the data
    {0, 1, 3} + c with equal weights, InfoNCE with τ = 1 and H negatives drawn with
    replacement, the gradient through the anchor alone: -dL/dw at w = 1 is
    0.105914982 for H = 1 whatever c, 0.172010670 and -4.452557402 for H = 2 and c = 0,
    -1000, 0.213858566 and -8.728010912 for H = 3. The exponential and the logarithm are
    any functions with e^(x + y) = e^x e^y, the slope 1 at 0, and ln' v = 1/v. *)
Theorem exhibit_of_the_loss :
  exists update : nat -> Z -> F,
  [/\ forall H c, has_derivative (fun t => exhibit_loss H.+1 c (1 + t) 1) (- update H.+1 c),
      forall c, has_digits (update 1%N c) 105914982,
      has_digits (update 2%N 0%Zc) 172010670 /\ has_digits (update 2%N (-1000)%Zc) (-4452557402) &
      has_digits (update 3%N 0%Zc) 213858566 /\ has_digits (update 3%N (-1000)%Zc) (-8728010912)].
Proof.
have e0 := exponential0 expP; have eD := exponentialD expP; have half := exponential_half expP.
have [d1 d2 d3 d4 d5] := exhibit_digits e0 eD half.
exists (exhibit exp);
  split; [exact: exhibit_is_the_update | exact d1 | exact (conj d2 d3) | exact (conj d4 d5)].
Qed.

End Loss.
