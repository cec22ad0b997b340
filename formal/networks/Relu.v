(** ReLU and leaky ReLU networks: near weights at which no pre-activation is 0
    the gates stay, so that the network is one with given gates. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Derivative.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.

(** The activation with slope a: ReLU for a = 0, leaky ReLU, linear for a = 1. *)
Definition activation n (a : F) (z : 'cV[F]_n) : 'cV[F]_n :=
  \col_i (if 0 < z i 0 then z i 0 else a * z i 0).

(** Its gate at the pre-activation z: diagonal, 1 where z > 0, else a. *)
Definition gate n (a : F) (z : 'cV[F]_n) : 'M[F]_n :=
  diag_mx (\row_i (if 0 < z i 0 then 1 else a)).

(** A network of layers x ↦ activation (W x), each with a slope of its own. *)
Inductive relu_network : nat -> nat -> Type :=
| Top n : relu_network n n
| Relu m k n (W : 'M[F]_(k, m)) (a : F) (above : relu_network k n) : relu_network m n.

Fixpoint run m n (N : relu_network m n) : 'cV[F]_m -> 'cV[F]_n :=
  match N with
  | Top _ => fun x => x
  | Relu _ _ _ W a above => fun x => run above (activation a (W *m x))
  end.

Fixpoint relu_stack m k n (N : relu_network m k) : relu_network k n -> relu_network m n :=
  match N with
  | Top _ => fun N' => N'
  | Relu _ _ _ W a above => fun N' => Relu W a (relu_stack above N')
  end.

(** No pre-activation of a layer that is not linear is 0 at the input x. *)
Fixpoint has_no_zero_preactivation m n (N : relu_network m n) : 'cV[F]_m -> Prop :=
  match N with
  | Top _ => fun=> True
  | Relu _ _ _ W a above => fun x =>
      (a = 1 \/ forall i, (W *m x) i 0 != 0)
      /\ has_no_zero_preactivation above (activation a (W *m x))
  end.

(** The network whose gates are those of N at the inputs x v. *)
Fixpoint gated (V : Type) m n (N : relu_network m n) :
    (V -> 'cV[F]_m) -> network F V m n :=
  match N with
  | Top _ => fun=> Output
  | Relu _ _ _ W a above => fun x =>
      Layer W (fun v => gate a (W *m x v)) (gated above (fun v => activation a (W *m x v)))
  end.

End Definitions.
Arguments Top {F n}.

Section Facts.
Variable F : realFieldType.

(** A sign that is not 0 stays. *)
Lemma sign_stays (z d : F) : z != 0 -> near_zero (fun t => (0 < z + t * d) = (0 < z)).
Proof.
move=> z0; have d1 : 0 < 1 + `|d| by apply: ltr_paddr => //; rewrite ltr01.
exists (`|z| / (1 + `|d|)); first by rewrite divr_gt0 ?normr_gt0.
move=> t; rewrite ltr_pdivl_mulr // mulrDr mulr1 -normrM => td.
have {td} : `|t * d| < `|z| by apply: le_lt_trans td; rewrite ler_addr.
case: (ltrgt0P z) z0 => // zs _; rewrite ltr_norml => /andP[lo hi].
  by rewrite addrC -ltr_subl_addr sub0r.
by apply: negbTE; rewrite -leNgt addrC -ler_subr_addr sub0r ltW.
Qed.

Lemma activation_gate n a (z : 'cV[F]_n) : activation a z = gate a z *m z.
Proof.
apply/colP => i; rewrite mul_diag_mx !mxE; case: ifP => _ //; by rewrite mul1r.
Qed.

(** Near z the activation is the gate of z. *)
Lemma gate_stays n a (z d : 'cV[F]_n) : (a = 1 \/ forall i, z i 0 != 0) ->
  near_zero (fun t => activation a (z + t *: d) = gate a z *m (z + t *: d)).
Proof.
case=> [->|z0].
  exists 1; rewrite ?ltr01 // => t _; apply/colP => i.
  by rewrite mul_diag_mx !mxE !mul1r !if_same mul1r.
have [r r0 rP] := near_all (fun i => sign_stays (d i 0) (z0 i)).
exists r => // t /rP st; apply/colP => i; rewrite mul_diag_mx !mxE st.
by case: ifP; rewrite ?mul1r.
Qed.

(** A ReLU network is, at the inputs that set its gates, the gated network. *)
Lemma run_gated V m n (N : relu_network F m n) (x : V -> 'cV[F]_m) v :
  run N (x v) = forward (gated N x) v (x v).
Proof.
elim: N x => //= m' k n' W a above IH x.
by rewrite (IH (fun v => activation a (W *m x v))) -activation_gate.
Qed.

Lemma run_stack m k n (N : relu_network F m k) (N' : relu_network F k n) x :
  run (relu_stack N N') x = run N' (run N x).
Proof. by elim: N N' x => //= m' k' n' W a above IH N' x; rewrite IH. Qed.

(** Near inputs with no zero pre-activation the ReLU network is the gated one. *)
Lemma gates_stay (V : finType) m n (N : relu_network F m n) (x d : V -> 'cV[F]_m) :
  (forall v, has_no_zero_preactivation N (x v)) ->
  near_zero (fun t => forall v,
    run N (x v + t *: d v) = forward (gated N x) v (x v + t *: d v)).
Proof.
elim: N x d => [n'|m' k n' W a above IH] x d /= nz.
  by exists 1; rewrite ?ltr01.
have n1 : near_zero (fun t => forall v, activation a (W *m x v + t *: (W *m d v))
              = gate a (W *m x v) *m (W *m x v + t *: (W *m d v))).
  by apply: near_all => v; apply: gate_stays; case: (nz v).
pose y v := activation a (W *m x v); pose e v := gate a (W *m x v) *m (W *m d v).
have n2 := IH y e (fun v => (nz v).2).
have [r r0 rP] := near_and n1 n2; exists r => // t /rP[g1 g2] v.
rewrite mulmxDr -scalemxAr g1 mulmxDr -scalemxAr -activation_gate.
exact: g2.
Qed.

(** connection: near weights with no zero pre-activation a ReLU network with the
    weights W + tV in one layer is the network with the gates that it has at W. *)
Theorem relu_network_gated (V : finType) n0 m k n (below : relu_network F n0 m)
    (W dW : 'M[F]_(k, m)) a (above : relu_network F k n) (x : V -> 'cV[F]_n0) :
  (forall v, has_no_zero_preactivation (relu_stack below (Relu W a above)) (x v)) ->
  near_zero (fun t => forall v,
    run (relu_stack below (Relu (W + t *: dW) a above)) (x v)
      = forward (stack (gated below x)
          (Layer (W + t *: dW) (fun v => gate a (W *m run below (x v)))
             (gated above (fun v => activation a (W *m run below (x v)))))) v (x v)).
Proof.
move=> nz; pose y v := run below (x v).
have {}nz v : has_no_zero_preactivation (Relu W a above) (y v).
  have := nz v; rewrite /y; move: (x v) => {nz x y}; clear v.
  by elim: below W a above {dW} => //= m' k' n' W' a' N IH W a above u [_ /IH].
have n1 : near_zero (fun t => forall v, activation a (W *m y v + t *: (dW *m y v))
              = gate a (W *m y v) *m (W *m y v + t *: (dW *m y v))).
  by apply: near_all => v; apply: gate_stays; case: (nz v).
have n2 := @gates_stay V k n above (fun v => activation a (W *m y v))
  (fun v => gate a (W *m y v) *m (dW *m y v)) (fun v => (nz v).2).
have [r r0 rP] := near_and n1 n2; exists r => // t /rP[g1 g2] v.
rewrite run_stack forward_stack -run_gated /= -/(y v).
rewrite mulmxDl -scalemxAl g1 mulmxDr -scalemxAr -activation_gate.
exact: g2.
Qed.

End Facts.
