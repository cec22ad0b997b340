(** Networks of layers with ReLU, leaky ReLU, max-pooling, average-pooling and
    masks, in any order: near weights at which no pre-activation is 0 and no
    maximum is tied the gates stay. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Derivative networks.Relu.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.

(** A pool of units: a first one and others. *)
Definition pool k : Type := 'I_k * {set 'I_k}.
Definition in_pool k (p : pool k) : pred 'I_k := [pred j | (j == p.1) || (j \in p.2)].

(** The unit of a pool with the largest z_j, and this maximum. *)
Definition largest k (z : 'cV[F]_k) (p : pool k) : 'I_k :=
  [arg max_(j > p.1 | in_pool p j) z j 0]%O.
Definition maximum k (z : 'cV[F]_k) (p : pool k) : F := z (largest z p) 0.

(** What a layer does to its pre-activations, one thing after another: an
    activation with slope a, the maxima of l pools, a given matrix (the averages
    of pools, a choice of units). A masked layer has weights with zeros, and moves
    along V with the same zeros. *)
Inductive operation : nat -> nat -> Type :=
| Nothing k : operation k k
| Activation k h (a : F) (rest : operation k h) : operation k h
| MaxPool k l h (pools : 'I_l -> pool k) (rest : operation l h) : operation k h
| Matrix k l h (A : 'M[F]_(l, k)) (rest : operation l h) : operation k h.

Fixpoint apply k h (o : operation k h) : 'cV[F]_k -> 'cV[F]_h :=
  match o with
  | Nothing _ => fun y => y
  | Activation _ _ a rest => fun y => apply rest (activation a y)
  | MaxPool _ _ _ pools rest => fun y => apply rest (\col_i maximum y (pools i))
  | Matrix _ _ _ A rest => fun y => apply rest (A *m y)
  end.

(** The gate of max-pooling: it selects the largest of every pool. *)
Definition selection k l (pools : 'I_l -> pool k) (y : 'cV[F]_k) : 'M[F]_(l, k) :=
  \matrix_(i, j) (j == largest y (pools i))%:R.

Fixpoint gates k h (o : operation k h) : 'cV[F]_k -> 'M[F]_(h, k) :=
  match o with
  | Nothing _ => fun=> 1%:M
  | Activation _ _ a rest => fun y => gates rest (activation a y) *m gate a y
  | MaxPool _ _ _ pools rest => fun y =>
      gates rest (\col_i maximum y (pools i)) *m selection pools y
  | Matrix _ _ _ A rest => fun y => gates rest (A *m y) *m A
  end.

(** With G the gates so far and y their output: nothing that an activation
    reads is 0, but for what the gates before have closed (the row of G is 0); no
    two of a pool are equal at its maximum, but for units with one gate (so it is
    for two that a ReLU has closed). *)
Fixpoint regular k h (o : operation k h) : forall k0, 'M[F]_(k, k0) -> 'cV[F]_k -> Prop :=
  match o with
  | Nothing _ => fun _ _ _ => True
  | Activation _ _ a rest => fun _ G y =>
      (a = 1 \/ forall i, y i 0 != 0 \/ row i G = 0)
      /\ regular rest (gate a y *m G) (activation a y)
  | MaxPool _ _ _ pools rest => fun _ G y =>
      (forall i j, in_pool (pools i) j -> y j 0 = maximum y (pools i) ->
         j = largest y (pools i) \/ row j G = row (largest y (pools i)) G)
      /\ regular rest (selection pools y *m G) (\col_i maximum y (pools i))
  | Matrix _ _ _ A rest => fun _ G y => regular rest (A *m G) (A *m y)
  end.

(** A network of such layers. *)
Inductive pooling_network : nat -> nat -> Type :=
| Last n : pooling_network n n
| Pooling m k h n (W : 'M[F]_(k, m)) (o : operation k h) (above : pooling_network h n) :
    pooling_network m n.

Fixpoint pooling_run m n (N : pooling_network m n) : 'cV[F]_m -> 'cV[F]_n :=
  match N with
  | Last _ => fun x => x
  | Pooling _ _ _ _ W o above => fun x => pooling_run above (apply o (W *m x))
  end.

Fixpoint pooling_stack m k n (N : pooling_network m k) :
    pooling_network k n -> pooling_network m n :=
  match N with
  | Last _ => fun N' => N'
  | Pooling _ _ _ _ W o above => fun N' => Pooling W o (pooling_stack above N')
  end.

(** No pre-activation is 0 and no maximum is tied at the input x. *)
Fixpoint is_regular m n (N : pooling_network m n) : 'cV[F]_m -> Prop :=
  match N with
  | Last _ => fun=> True
  | Pooling _ _ _ _ W o above => fun x =>
      regular o 1%:M (W *m x) /\ is_regular above (apply o (W *m x))
  end.

(** The network whose gates are those of N at the inputs x v. *)
Fixpoint pooling_gated (V : Type) m n (N : pooling_network m n) :
    (V -> 'cV[F]_m) -> network F V m n :=
  match N with
  | Last _ => fun=> Output
  | Pooling _ _ _ _ W o above => fun x =>
      Layer W (fun v => gates o (W *m x v))
        (pooling_gated above (fun v => apply o (W *m x v)))
  end.

End Definitions.
Arguments Last {F n}.
Arguments Nothing {F k}.

Section Facts.
Variable F : realFieldType.

Lemma in_pool_first k (p : pool k) : in_pool p p.1.
Proof. by rewrite /in_pool /= eqxx. Qed.

(** The maximum is of the pool, and no member exceeds it. *)
Lemma largest_in k (z : 'cV[F]_k) p : in_pool p (largest z p).
Proof. by rewrite /largest; case: arg_maxP => //; exact: in_pool_first. Qed.

Lemma maximum_ge k (z : 'cV[F]_k) p j : in_pool p j -> z j 0 <= maximum z p.
Proof.
rewrite /maximum /largest; case: arg_maxP => [|i _ le]; first exact: in_pool_first.
exact: le.
Qed.

Lemma maximum_selection k l (pools : 'I_l -> pool k) (y : 'cV[F]_k) :
  \col_i maximum y (pools i) = selection pools y *m y.
Proof.
apply/colP => i; rewrite !mxE (bigD1 (largest y (pools i))) //= mxE eqxx mul1r.
by rewrite big1 ?addr0 // => j; rewrite mxE => /negbTE ->; rewrite mul0r.
Qed.

Lemma apply_gates k h (o : operation F k h) y : apply o y = gates o y *m y.
Proof.
elim: o y => {k h} [k|k h a o IH|k l h pools o IH|k l h A o IH] y /=.
- by rewrite mul1mx.
- by rewrite IH -mulmxA -activation_gate.
- by rewrite IH -mulmxA -maximum_selection.
- by rewrite IH mulmxA.
Qed.

(** Selecting commutes with a row of a product. *)
Lemma selection_entry k l (pools : 'I_l -> pool k) (y : 'cV[F]_k) (x : 'cV[F]_k) i :
  (selection pools y *m x) i 0 = x (largest y (pools i)) 0.
Proof.
rewrite mxE (bigD1 (largest y (pools i))) //= mxE eqxx mul1r.
by rewrite big1 ?addr0 // => j; rewrite mxE => /negbTE ->; rewrite mul0r.
Qed.

Lemma row_entry k k0 (G : 'M[F]_(k, k0)) (x : 'cV[F]_k0) i : (G *m x) i 0 = (row i G *m x) 0 0.
Proof. by rewrite -row_mul [RHS]mxE. Qed.

Lemma line_entry k k0 (G : 'M[F]_(k, k0)) (z d : 'cV[F]_k0) t i :
  (G *m (z + t *: d)) i 0 = (G *m z) i 0 + t * (G *m d) i 0.
Proof. by rewrite mulmxDr -scalemxAr !mxE. Qed.

(** Near 0 the largest of a pool stays the largest. *)
Lemma maximum_stays k k0 (p : pool k) (G : 'M[F]_(k, k0)) (z d : 'cV[F]_k0) :
  (forall j, in_pool p j -> (G *m z) j 0 = maximum (G *m z) p ->
     j = largest (G *m z) p \/ row j G = row (largest (G *m z) p) G) ->
  near_zero (fun t => maximum (G *m (z + t *: d)) p
                      = (G *m (z + t *: d)) (largest (G *m z) p) 0).
Proof.
set s := largest _ p => tie.
have [r r0 rP] : near_zero (fun t => forall j : 'I_k,
    in_pool p j -> (G *m (z + t *: d)) j 0 <= (G *m (z + t *: d)) s 0).
  apply: near_all => j; have [pj|] := boolP (in_pool p j); last by exists 1; rewrite ?ltr01.
  have := maximum_ge (G *m z) pj; rewrite le_eqVlt => /orP[/eqP/(tie _ pj) e|lt].
    exists 1; rewrite ?ltr01 // => t _ _; case: e => [->|e] //.
    by rewrite !(row_entry _ _ j) e -row_entry.
  have ne : (G *m z) s 0 - (G *m z) j 0 != 0 by rewrite subr_eq0 gt_eqF.
  have [r r0 rP] := sign_stays ((G *m d) s 0 - (G *m d) j 0) ne.
  exists r => // t /rP; rewrite subr_gt0 lt => E _; rewrite -subr_ge0 ltW //.
  by apply: (etrans _ E); rewrite !line_entry; congr (0 < _); ring.
exists r => // t /rP le; apply/le_anti/andP; split; last exact/maximum_ge/largest_in.
by apply: le; exact: largest_in.
Qed.

Lemma gate_entry n a (z y : 'cV[F]_n) i :
  (gate a z *m y) i 0 = (if 0 < z i 0 then 1 else a) * y i 0.
Proof. by rewrite mul_diag_mx !mxE. Qed.

(** Near 0 the gates stay. *)
Lemma operation_stays k h (o : operation F k h) k0 (G : 'M[F]_(k, k0)) (z d : 'cV[F]_k0) :
  regular o G (G *m z) ->
  near_zero (fun t => apply o (G *m (z + t *: d)) = gates o (G *m z) *m (G *m (z + t *: d))).
Proof.
elim: o G => {k h} [k|k h a o IH|k l h pools o IH|k l h A o IH] G /=.
- by exists 1; rewrite ?ltr01 // => t _; rewrite mul1mx.
- rewrite activation_gate (mulmxA (gate a (G *m z)) G z) => -[nz reg].
  have n1 : near_zero (fun t => activation a (G *m (z + t *: d))
      = gate a (G *m z) *m (G *m (z + t *: d))).
    case: nz => [->|nz].
      exists 1; rewrite ?ltr01 // => t _; apply/colP => i.
      by rewrite mul_diag_mx !mxE !mul1r !if_same mul1r.
    have [r r0 rP] : near_zero (fun t => forall i,
        activation a (G *m (z + t *: d)) i 0 = (gate a (G *m z) *m (G *m (z + t *: d))) i 0).
      apply: near_all => i; case: (nz i) => [zi|Gi].
        have [r r0 rP] := sign_stays ((G *m d) i 0) zi; exists r => // t /rP st.
        by rewrite gate_entry mxE line_entry st; case: ifP; rewrite ?mul1r.
      exists 1; rewrite ?ltr01 // => t _; rewrite gate_entry mxE.
      by rewrite (row_entry G (_ + _)) Gi mul0mx mxE ltxx !mulr0.
    by exists r => // t /rP E; apply/colP.
  have [r r0 rP] := near_and n1 (IH _ reg).
  by exists r => // t /rP[-> E]; rewrite -[RHS]mulmxA (mulmxA (gate _ _) G (z + t *: d)).
- rewrite maximum_selection (mulmxA (selection pools (G *m z)) G z) => -[tie reg].
  have n1 : near_zero (fun t => forall i, maximum (G *m (z + t *: d)) (pools i)
      = (G *m (z + t *: d)) (largest (G *m z) (pools i)) 0).
    by apply: near_all => i; apply: maximum_stays; exact: tie.
  have [r r0 rP] := near_and n1 (IH _ reg).
  exists r => // t /rP[M E]; rewrite -[RHS]mulmxA (mulmxA (selection _ _) G (z + t *: d)).
  rewrite -E -mulmxA; congr (apply o _); apply/colP => i; by rewrite selection_entry mxE M.
- rewrite (mulmxA A G z) => /IH[r r0 rP]; exists r => // t /rP E.
  by rewrite -[RHS]mulmxA !(mulmxA A G (z + t *: d)).
Qed.

(** At the inputs that set its gates the network is the gated network. *)
Lemma pooling_run_gated V m n (N : pooling_network F m n) (x : V -> 'cV[F]_m) v :
  pooling_run N (x v) = forward (pooling_gated N x) v (x v).
Proof.
elim: N x => //= m' k h n' W o above IH x.
by rewrite (IH (fun v => apply o (W *m x v))) -apply_gates.
Qed.

Lemma pooling_run_stack m k n (N : pooling_network F m k) (N' : pooling_network F k n) x :
  pooling_run (pooling_stack N N') x = pooling_run N' (pooling_run N x).
Proof. by elim: N N' x => //= m' k' h' n' W o above IH N' x; rewrite IH. Qed.

Lemma layer_stays k h (o : operation F k h) (z d : 'cV[F]_k) : regular o 1%:M z ->
  near_zero (fun t => apply o (z + t *: d) = gates o z *m (z + t *: d)).
Proof.
rewrite -{1}[z]mul1mx => /(operation_stays d)[r r0 rP]; exists r => // t /rP.
by rewrite !mul1mx.
Qed.

Lemma pooling_gates_stay (V : finType) m n (N : pooling_network F m n)
    (x d : V -> 'cV[F]_m) : (forall v, is_regular N (x v)) ->
  near_zero (fun t => forall v, pooling_run N (x v + t *: d v)
    = forward (pooling_gated N x) v (x v + t *: d v)).
Proof.
elim: N x d => [n'|m' k h n' W o above IH] x d /= reg; first by exists 1; rewrite ?ltr01.
have n1 : near_zero (fun t => forall v, apply o (W *m x v + t *: (W *m d v))
              = gates o (W *m x v) *m (W *m x v + t *: (W *m d v))).
  by apply: near_all => v; apply: layer_stays; case: (reg v).
pose y v := apply o (W *m x v); pose e v := gates o (W *m x v) *m (W *m d v).
have n2 := IH y e (fun v => (reg v).2).
have [r r0 rP] := near_and n1 n2; exists r => // t /rP[g1 g2] v.
rewrite mulmxDr -scalemxAr g1 mulmxDr -scalemxAr -apply_gates.
exact: g2.
Qed.

(** The plain conditions suffice: max-pooling, then an activation. *)
Lemma regular_pool_activation k l (pools : 'I_l -> pool k) a (z : 'cV[F]_k) :
  (forall i j, in_pool (pools i) j -> z j 0 = maximum z (pools i) -> j = largest z (pools i)) ->
  (forall i, maximum z (pools i) != 0) ->
  regular (MaxPool pools (Activation a Nothing)) 1%:M z.
Proof.
move=> tie nz; split=> [i j pj zj|]; first by left; apply: tie.
by split=> //; right=> i; left; rewrite mxE.
Qed.

(** A ReLU, then max-pooling: two of a pool may be equal where both are closed. *)
Lemma regular_relu_pool k l (pools : 'I_l -> pool k) (z : 'cV[F]_k) :
  (forall j, z j 0 != 0) ->
  (forall i j j', in_pool (pools i) j -> in_pool (pools i) j' ->
     z j 0 = z j' 0 -> 0 < z j 0 -> j = j') ->
  regular (Activation 0 (MaxPool pools Nothing)) 1%:M z.
Proof.
move=> nz tie; split; first by right=> j; left.
split=> // i j pj; rewrite /maximum; set s := largest _ _.
have ps : in_pool (pools i) s by exact: largest_in.
rewrite !mxE !mul0r; case: ltP => [zj|zj]; case: ltP => [zs|zs] E.
- by left; exact: (tie i j s pj ps E zj).
- by move: zj; rewrite E ltxx.
- by move: zs; rewrite -E ltxx.
by right; apply/rowP => t; rewrite !mulmx1 !mxE !ltNge zj zs !mul0rn.
Qed.

(** Near weights at which no pre-activation is 0 and no maximum is tied, the
    network with the weights W + tV in one layer is the network with the gates
    that it has at W. *)
Lemma pooling_network_gated (V : finType) n0 m k h n (lower : pooling_network F n0 m)
    (W dW : 'M[F]_(k, m)) (o : operation F k h) (upper : pooling_network F h n)
    (x : V -> 'cV[F]_n0) :
  (forall v, is_regular (pooling_stack lower (Pooling W o upper)) (x v)) ->
  near_zero (fun t => forall v,
    pooling_run (pooling_stack lower (Pooling (W + t *: dW) o upper)) (x v)
      = forward (stack (pooling_gated lower x)
          (Layer (W + t *: dW) (fun v => gates o (W *m pooling_run lower (x v)))
             (pooling_gated upper (fun v => apply o (W *m pooling_run lower (x v)))))) v (x v)).
Proof.
move=> reg; pose y v := pooling_run lower (x v).
have {}reg v : is_regular (Pooling W o upper) (y v).
  have := reg v; rewrite /y; move: (x v) => {reg x y}; clear v.
  by elim: lower W o upper {dW} => //= m' k' h' n' W' o' N IH W o upper u [_ /IH].
have n1 : near_zero (fun t => forall v, apply o (W *m y v + t *: (dW *m y v))
              = gates o (W *m y v) *m (W *m y v + t *: (dW *m y v))).
  by apply: near_all => v; apply: layer_stays; case: (reg v).
have n2 := @pooling_gates_stay V h n upper (fun v => apply o (W *m y v))
  (fun v => gates o (W *m y v) *m (dW *m y v)) (fun v => (reg v).2).
have [r r0 rP] := near_and n1 n2; exists r => // t /rP[g1 g2] v.
rewrite pooling_run_stack forward_stack -pooling_run_gated /= -/(y v).
rewrite mulmxDl -scalemxAl g1 mulmxDr -scalemxAr -apply_gates.
exact: g2.
Qed.

End Facts.
