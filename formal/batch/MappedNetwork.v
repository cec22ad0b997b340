(** Networks with pools: layers x ↦ φ(W x), where φ is an activation followed by
    a max-pool or an average-pool, or any map that near a pre-activation is
    multiplication by a gate matrix. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means networks.Derivative networks.Relu
  updates.Differentiable updates.Losses.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.

(** The map of a layer from its pre-activations to its outputs, with the gates
    that it has at a pre-activation. *)
Record layer_map (k h : nat) := LayerMap
  { apply : 'cV[F]_k -> 'cV[F]_h; gates_at : 'cV[F]_k -> 'M[F]_(h, k) }.

(** P holds for every column near z. *)
Definition around k (z : 'cV[F]_k) (P : 'cV[F]_k -> Prop) : Prop :=
  exists2 e, 0 < e & forall z' : 'cV[F]_k, (forall i, `|z' i 0 - z i 0| < e) -> P z'.

(** Near z the map is multiplication by its gates at z. *)
Definition linear_around k h (phi : layer_map k h) (z : 'cV[F]_k) : Prop :=
  around z (fun z' => apply phi z' = gates_at phi z *m z').

(** The activation of a layer without a pool. *)
Definition relu_layer k (a : F) : layer_map k k := LayerMap (@activation F k a) (@gate F k a).

(** A network of layers x ↦ φ(W x). *)
Inductive mapped_network : nat -> nat -> Type :=
| Outputs n : mapped_network n n
| Mapped m k h n (W : 'M[F]_(k, m)) (phi : layer_map k h) (above : mapped_network h n) :
    mapped_network m n.

Fixpoint evaluate m n (N : mapped_network m n) : 'cV[F]_m -> 'cV[F]_n :=
  match N with
  | Outputs _ => fun x => x
  | Mapped _ _ _ _ W phi above => fun x => evaluate above (apply phi (W *m x))
  end.

Fixpoint mapped_stack m k n (N : mapped_network m k) : mapped_network k n -> mapped_network m n :=
  match N with
  | Outputs _ => fun N' => N'
  | Mapped _ _ _ _ W phi above => fun N' => Mapped W phi (mapped_stack above N')
  end.

(** Every layer is linear near its pre-activation at the input x. *)
Fixpoint is_linear_around m n (N : mapped_network m n) : 'cV[F]_m -> Prop :=
  match N with
  | Outputs _ => fun=> True
  | Mapped _ _ _ _ W phi above => fun x =>
      linear_around phi (W *m x) /\ is_linear_around above (apply phi (W *m x))
  end.

(** The network with the gates of N at the inputs x v. *)
Fixpoint with_gates (V : Type) m n (N : mapped_network m n) : (V -> 'cV[F]_m) -> network F V m n :=
  match N with
  | Outputs _ => fun=> Output
  | Mapped _ _ _ _ W phi above => fun x =>
      Layer W (fun v => gates_at phi (W *m x v)) (with_gates above (fun v => apply phi (W *m x v)))
  end.

(** The activation with slope a, then the largest value of every pool: unit i is
    of the pool [pool i], and [first j] is a unit of the pool j. *)
Section Pools.
Variables k h : nat.
Variable pool : 'I_k -> 'I_h.
Variable first : 'I_h -> 'I_k.

Definition winner (y : 'cV[F]_k) (j : 'I_h) : 'I_k :=
  [arg max_(i > first j | pool i == j) y i 0]%O.

Definition max_pool (y : 'cV[F]_k) : 'cV[F]_h := \col_j y (winner y j) 0.

Definition max_layer (a : F) : layer_map k h := LayerMap
  (fun z => max_pool (activation a z))
  (fun z => (\matrix_(j, i) (i == winner (activation a z) j)%:R) *m gate a z).

(** No two units of a pool share the largest value. *)
Definition has_no_tie (y : 'cV[F]_k) : Prop :=
  forall j i, pool i = j -> i != winner y j -> y i 0 < y (winner y j) 0.

(** The activation, then the sum of every pool with the shares A j i. *)
Definition average_layer (A : 'M[F]_(h, k)) (a : F) : layer_map k h := LayerMap
  (fun z => A *m activation a z) (fun z => A *m gate a z).

End Pools.
End Definitions.
Arguments Outputs {F n}.

Section Around.
Variable F : realFieldType.

Lemma around_and k (z : 'cV[F]_k) P Q :
  around z P -> around z Q -> around z (fun z' => P z' /\ Q z').
Proof.
move=> [r r0 rP] [s s0 sQ]; exists (Num.min r s); first by rewrite lt_minr r0.
move=> z' lt; split; [apply: rP | apply: sQ] => i; have := lt i; rewrite lt_minr => /andP[]; done.
Qed.

Lemma around_all k (z : 'cV[F]_k) (T : finType) (P : T -> 'cV[F]_k -> Prop) :
  (forall x, around z (P x)) -> around z (fun z' => forall x, P x z').
Proof.
move=> nP; suff [r r0 rP] : around z (fun z' => forall x, x \in enum T -> P x z').
  by exists r => // z' lt x; apply: rP => //; rewrite mem_enum.
elim: (enum T) => [|x s IH]; first by exists 1; rewrite ?ltr01.
have [r r0 rP] := around_and (nP x) IH; exists r => // z' /rP[Px Ps] y.
by rewrite inE => /orP[/eqP->|/Ps].
Qed.

(** A differentiable curve is near its value at 0. *)
Lemma around_curve k (c : F -> 'cV[F]_k) u P :
  column_derivative c u -> around (c 0) P -> near_zero (fun t => P (c t)).
Proof.
move=> dc [e e0 eP].
have n1 i : near_zero (fun t => `|c t i 0 - c 0 i 0| < e).
  have /derivativeP[w nw cE] := dc i; have h0 : 0 < e / 2%:R by rewrite divr_gt0 ?ltr0n.
  have ni := @null_id F.
  have nd : null (fun t => u i 0 * t + t * w t) by apply: null_add; [apply: null_scale | apply: null_mul].
  have [r r0 rP] := nd _ h0; exists r => // t /rP.
  have -> : c t i 0 - c 0 i 0 = u i 0 * t + t * w t.
    by rewrite cE addrAC subrr add0r mulrDr mulrC.
  by move=> le; apply: le_lt_trans le _; rewrite ltr_pdivr_mulr ?ltr0n // ltr_pmulr // ltr1n.
by have [r r0 rP] := near_all n1; exists r => // t /rP; apply: eP.
Qed.

Lemma line_derivative k (z d : 'cV[F]_k) : column_derivative (fun t => z + t *: d) d.
Proof.
move=> i; apply: (@quadratic_derivative _ _ _ 0); exists 1; rewrite ?ltr01 // => t _.
by rewrite scale0r addr0 mulr0 addr0 !mxE.
Qed.

Lemma linear_on_line k h (phi : layer_map F k h) z d : linear_around phi z ->
  near_zero (fun t => apply phi (z + t *: d) = gates_at phi z *m (z + t *: d)).
Proof.
move=> lin; have dz := line_derivative z d.
by apply: (around_curve (P := fun z' => apply phi z' = gates_at phi z *m z') dz); rewrite scale0r addr0.
Qed.

Lemma apply_gates k h (phi : layer_map F k h) z : linear_around phi z -> apply phi z = gates_at phi z *m z.
Proof. by move=> [e e0 eP]; apply: eP => i; rewrite subrr normr0. Qed.

(** An activation is linear near pre-activations that are not 0. *)
Lemma relu_layer_linear k a (z : 'cV[F]_k) : (a = 1 \/ forall i, z i 0 != 0) ->
  linear_around (relu_layer k a) z.
Proof.
case=> [->|nz].
  by exists 1; rewrite ?ltr01 // => z' _; apply/colP => i; rewrite mul_diag_mx !mxE !if_same !mul1r if_same.
have n1 : around z (fun z' => forall i, (0 < z' i 0) = (0 < z i 0)).
  apply: around_all => i; exists `|z i 0|; rewrite ?normr_gt0 // => z' /(_ i).
  case: (ltrgt0P (z i 0)) (nz i) => // zs _; rewrite ltr_norml => /andP[lo hi].
    by move: lo; rewrite ltr_subr_addl subrr => ->.
  by apply: negbTE; rewrite -leNgt; move: hi; rewrite ltr_subl_addr addNr => /ltW.
have [e e0 eP] := n1; exists e => // z' /eP s; apply/colP => i.
by rewrite mul_diag_mx !mxE s; case: ifP; rewrite ?mul1r.
Qed.

End Around.

(** Max-pools and average-pools are linear near pre-activations without a zero
    and without a tie, and their gates do not leave the pools. *)
Section PoolFacts.
Variable F : realFieldType.
Variables k h : nat.
Variable pool : 'I_k -> 'I_h.
Variable first : 'I_h -> 'I_k.
Hypothesis pool_first : forall j, pool (first j) = j.
Implicit Types (y z d : 'cV[F]_k) (a : F).

Lemma winner_in_pool y j : pool (winner pool first y j) = j.
Proof. by rewrite /winner; case: arg_maxP => [|i /eqP]; rewrite ?pool_first. Qed.

Lemma winner_unique y j w : pool w = j ->
  (forall i, pool i = j -> i != w -> y i 0 < y w 0) -> winner pool first y j = w.
Proof.
move=> wj lt; rewrite /winner; case: arg_maxP => [|i /eqP ij max]; first by rewrite pool_first.
apply/eqP/negPn/negP => iw; have := lt_le_trans (lt i ij iw) (max w (introT eqP wj)).
by rewrite ltxx.
Qed.

(** Near y, in the sense of max-pools: the winners stay. *)
Lemma winner_stays y y' : (forall j i, pool i = j -> i != winner pool first y j ->
    y' i 0 < y' (winner pool first y j) 0) ->
  forall j, winner pool first y' j = winner pool first y j.
Proof. by move=> lt j; apply: winner_unique => [|i]; [exact: winner_in_pool | apply: lt]. Qed.

(** Close to a pre-activation the order of two units stays. *)
Lemma order_stays a z i w : (gate a z *m z) i 0 < (gate a z *m z) w 0 ->
  around z (fun z' => (gate a z *m z') i 0 < (gate a z *m z') w 0).
Proof.
rewrite !mul_diag_mx !mxE; set gi := if 0 < z i 0 then _ else _; set gw := if _ then _ else _.
move=> lt; pose c := 1 + `|gi| + `|gw|; pose gap := gw * z w 0 - gi * z i 0.
have c0 : 0 < c by rewrite /c -addrA ltr_paddr ?ltr01 // addr_ge0.
have gap0 : 0 < gap by rewrite subr_gt0.
exists (gap / c); first by rewrite divr_gt0.
move=> z' near; rewrite !mul_diag_mx !mxE -/gi -/gw -subr_gt0.
have E : gw * z' w 0 - gi * z' i 0 = gap - (gi * (z' i 0 - z i 0) - gw * (z' w 0 - z w 0)).
  by rewrite /gap; move: (z' w 0) (z' i 0) (z w 0) (z i 0) => a1 a2 a3 a4; ring.
rewrite E subr_gt0; apply: le_lt_trans (ler_norm _) _.
apply: le_lt_trans (ler_norm_sub _ _) _; rewrite !normrM.
have le (b : F) (l : 'I_k) : `|b| * `|z' l 0 - z l 0| <= `|b| * (gap / c).
  by apply: ler_wpmul2l => //; apply: ltW.
apply: le_lt_trans (ler_add (le gi i) (le gw w)) _.
rewrite -mulrDl mulrA ltr_pdivr_mulr // mulrC ltr_pmul2l //.
by rewrite /c -addrA ltr_addr ltr01.
Qed.

Lemma max_layer_linear a z : (a = 1 \/ forall i, z i 0 != 0) ->
  has_no_tie pool first (activation a z) -> linear_around (max_layer pool first a) z.
Proof.
move=> nz nt; have n1 := relu_layer_linear nz.
have n2 : around z (fun z' => forall j i, pool i = j -> i != winner pool first (activation a z) j ->
    (gate a z *m z') i 0 < (gate a z *m z') (winner pool first (activation a z) j) 0).
  apply: around_all => j; apply: around_all => i.
  have [ij|ij] := eqVneq (pool i) j; last by exists 1; rewrite ?ltr01 // => z' _ /eqP; rewrite (negbTE ij).
  have [iw|iw] := eqVneq i (winner pool first (activation a z) j); first by exists 1; rewrite ?ltr01.
  have := nt j i ij iw; set w := winner _ _ _ _; rewrite activation_gate => /order_stays[e e0 eP].
  by exists e => // z' /eP.
have [e e0 eP] := around_and n1 n2; exists e => // z' /eP[/= g w]; apply/colP => j.
have W : winner pool first (gate a z *m z') j = winner pool first (activation a z) j.
  by apply: winner_stays => l i il iw; apply: w.
rewrite /= mxE g W -mulmxA [RHS]mxE (bigD1 (winner pool first (activation a z) j)) //=.
rewrite big1 => [|i iw]; rewrite [(\matrix_(_, _) _) _ _]mxE ?eqxx ?mul1r ?addr0 //.
by rewrite (negbTE iw) mul0r.
Qed.

Lemma max_layer_pools a z j i : pool i != j -> gates_at (max_layer pool first a) z j i = 0.
Proof.
move=> ij; rewrite /= mul_mx_diag !mxE; case: eqP => [iw|_]; last by rewrite mul0r.
by move: ij; rewrite iw winner_in_pool eqxx.
Qed.

Lemma average_layer_linear (A : 'M[F]_(h, k)) a z : (a = 1 \/ forall i, z i 0 != 0) ->
  linear_around (average_layer A a) z.
Proof.
by move=> /relu_layer_linear[e e0 eP]; exists e => // z' /eP /= ->; rewrite mulmxA.
Qed.

Lemma average_layer_pools (A : 'M[F]_(h, k)) a z : (forall j i, pool i != j -> A j i = 0) ->
  forall j i, pool i != j -> gates_at (average_layer A a) z j i = 0.
Proof. by move=> A0 j i ij; rewrite /= mul_mx_diag !mxE A0 // mul0r. Qed.

End PoolFacts.

Section Facts.
Variable F : realFieldType.
Variable U : finType.

Lemma evaluate_gates m n (N : mapped_network F m n) (x : U -> 'cV[F]_m) v :
  is_linear_around N (x v) -> evaluate N (x v) = forward (with_gates N x) v (x v).
Proof.
elim: N x => //= m' k h n' W phi above IH x [lin lins].
by rewrite -apply_gates // -(IH (fun v => apply phi (W *m x v))).
Qed.

Lemma network_stays m n (N : mapped_network F m n) (x d : U -> 'cV[F]_m) :
  (forall v, is_linear_around N (x v)) ->
  near_zero (fun t => forall v,
    evaluate N (x v + t *: d v) = forward (with_gates N x) v (x v + t *: d v)).
Proof.
elim: N x d => /= [n'|m' k h n' W phi above IH] x d lin; first by exists 1; rewrite ?ltr01.
have n1 := near_all (fun v => linear_on_line (W *m d v) (lin v).1).
have n2 := IH (fun v => apply phi (W *m x v)) (fun v => gates_at phi (W *m x v) *m (W *m d v))
  (fun v => (lin v).2).
have [r r0 rP] := near_and n1 n2; exists r => // t /rP[g1 g2] v.
have := g2 v; rewrite (apply_gates (lin v).1) scalemxAr -mulmxDr -g1.
by rewrite scalemxAr -mulmxDr => ->; rewrite mulmxDr -scalemxAr g1.
Qed.

(** Near the weights W a layer and the network above it have the gates at W. *)
Lemma layer_stays m k h n (phi : layer_map F k h) (above : mapped_network F h n)
    (W V : 'M[F]_(k, m)) (y : U -> 'cV[F]_m) :
  (forall u, is_linear_around (Mapped W phi above) (y u)) ->
  near_zero (fun t => forall u, evaluate (Mapped (W + t *: V) phi above) (y u)
    = forward (Layer (W + t *: V) (fun u => gates_at phi (W *m y u))
        (with_gates above (fun u => apply phi (W *m y u)))) u (y u)).
Proof.
move=> lin; have n1 := near_all (fun u => linear_on_line (V *m y u) (lin u).1).
have n2 := network_stays (fun u => gates_at phi (W *m y u) *m (V *m y u)) (fun u => (lin u).2).
have [r r0 rP] := near_and n1 n2; exists r => // t /rP[g1 g2] u /=.
by have := g2 u; rewrite (apply_gates (lin u).1) scalemxAr -mulmxDr -g1 mulmxDl -scalemxAl g1.
Qed.

(** The chain rule along any differentiable curve of inputs. *)
Lemma evaluate_derivative m n (N : mapped_network F m n) (z : F -> U -> 'cV[F]_m) v u :
  is_linear_around N (z 0 v) -> column_derivative (fun t => z t v) u ->
  column_derivative (fun t => evaluate N (z t v)) (jacobian (with_gates N (z 0)) v *m u).
Proof.
elim: N z u => [n'|m' k h n' W phi above IH] z u /=; first by rewrite mul1mx.
move=> [lin lins] dz; rewrite -!mulmxA.
apply: (IH (fun t v => apply phi (W *m z t v))) => // i.
have dW := column_derivative_mul W dz.
have [r r0 rP] := around_curve dW lin.
apply: (@near_derivative _ _ (fun t => (gates_at phi (W *m z 0 v) *m (W *m z t v)) i 0)).
  by exists r => // t /rP ->.
exact: column_derivative_mul.
Qed.

Lemma evaluate_stack m k n (N : mapped_network F m k) (N' : mapped_network F k n) x :
  evaluate (mapped_stack N N') x = evaluate N' (evaluate N x).
Proof. by elim: N N' x => //= m' k' h' n' W phi above IH N' x; rewrite IH. Qed.

Lemma linear_stack m k n (N : mapped_network F m k) (N' : mapped_network F k n) x :
  is_linear_around (mapped_stack N N') x <->
  is_linear_around N x /\ is_linear_around N' (evaluate N x).
Proof. by elim: N N' x => /= [n' N' x|m' k' h' n' W phi above IH N' x]; [tauto | rewrite IH; tauto]. Qed.

End Facts.
