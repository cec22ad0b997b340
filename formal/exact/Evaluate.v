(** The tactic that finds the program of an expression, and those that prove the
    theorems of counterexamples. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolTarget
  networks.Relu.
From dualproof.exact Require Import Layers Update.
From dualproof.exact Require Export LayerPrograms.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.
Local Delimit Scope Q_scope with Q.

Lemma evM_cast m n n' (eq_n : n = n') (A : 'M[rat]_(m, n)) f : evM A f ->
  evM (castmx (erefl m, eq_n) A) (fun i j => f i (cast_ord (esym eq_n) j)).
Proof. by move=> E i j; rewrite castmxE cast_ord_id; exact: E. Qed.

Lemma evM_rows m n (u : 'I_m -> 'rV[rat]_n) f : (forall i, evM (u i) (f i)) ->
  evM (\matrix_i u i) (fun i j => f i ord0 j).
Proof. by move=> E i j; rewrite mxE; exact: E. Qed.

(** [ev] finds the program of an expression, by its head; a definition that is
    none of these is unfolded. *)
Ltac head t := lazymatch t with ?f _ => head f | _ => t end.

(** A hypothesis on the definition at the head of t. *)
Ltac by_hypothesis t :=
  let h := head t in
  match goal with H : ?T |- _ => lazymatch T with context [h] => simple eapply H end end.

(** Redefined by files with records of their own. *)
Ltac ev_reduce := idtac.

Ltac ev :=
  cbn beta;
  lazymatch goal with
  | |- forall _, _ => intro; ev
  | H : evL ?l _ |- evM (layer_input ?l _) _ => eapply (evM_layer_input H); ev
  | H : evL ?l _ |- evM (preactivation ?l _) _ => eapply (evM_preactivation H); ev
  | H : evL ?l _ |- evM (layer_output ?l _ _) _ => eapply (evM_output H); ev
  | H : evL ?l _ |- evM (layer_jacobian ?l _) _ => eapply (evM_jacobian H); ev
  | H : evL ?l _ |- evM (dense_connection ?l _) _ => eapply (evM_connection H); ev
  | H : evL ?l _ |- evQ (slope ?l) _ => exact (ev_slope H)
  | H : evL ?l _ |- evM (weights ?l) _ => exact (ev_weights H)
  | H : evL ?l _ |- evM (bias ?l) _ => exact (ev_bias H)
  | H : evL ?l _ |- evM (dense_run (below ?l) _) _ => eapply (ev_below H); ev
  | H : evL ?l _ |- evM (held_run (above ?l) _ _) _ => eapply (ev_above H); ev
  | H : evL ?l _ |- evM (held_jacobian (above ?l) _) _ => eapply (ev_jacobian H); ev
  | H : evL ?l _ |- evM (weights_product (above ?l)) _ => exact (ev_product H)
  | |- evL _ _ => apply: EvL; cbn [run_below weights_at bias_at slope_at run_above jacobian_above product_above]; ev
  | |- evQ ?a _ =>
    lazymatch a with
    | @GRing.add _ _ _ => eapply evQ_add; ev
    | @GRing.mul _ _ _ => eapply evQ_mul; ev
    | @GRing.opp _ _ => eapply evQ_opp; ev
    | @GRing.inv _ _ => eapply evQ_inv; ev
    | @GRing.exp _ _ _ => eapply evQ_exp; ev
    | @GRing.zero _ => eapply evQ_0
    | @GRing.one _ => eapply evQ_1
    | @GRing.natmul _ (@GRing.one _) #|_| => eapply evQ_card
    | @GRing.natmul _ (@GRing.one _) _ => eapply evQ_nat
    | q2r _ => eapply evQ_q2r
    | values _ _ => eapply evQ_values
    | view_weights _ _ _ => eapply evQ_q2r
    | joint_law _ _ _ => eapply evQ_q2r
    | joint_loss _ _ _ _ => eapply evQ_joint; ev
    | positive_loss _ _ _ _ => eapply evQ_positive; ev
    | pair_loss _ _ => eapply evQ_pair; ev
    | mxtrace _ => eapply evQ_trace; ev
    | fun_of_matrix _ _ _ => eapply evQ_entry; ev
    | BigOp.bigop _ _ (fun i => BigBody i _ true _) => eapply evQ_sum; ev
    | BigOp.bigop _ _ (fun i => BigBody i _ _ _) => eapply evQ_sum_if; ev
    | if _ then _ else _ => eapply evQ_if; ev
    | slope _ => progress cbn [slope]; ev
    | ?f ?x => first [by_hypothesis a | let h := head a in unfold h; ev_reduce]; ev
    | ?h => tryif is_var h then match goal with H : evQ h _ |- _ => exact H end else (unfold h; ev_reduce; ev)
    end
  | |- evB ?a _ =>
    lazymatch a with
    | @Order.lt _ _ _ _ => eapply evB_gt0; ev
    | ~~ _ => eapply evB_neg; ev
    | @eq_op nat_eqType _ _ => eapply evB_nat
    | @eq_op _ _ _ => eapply evB_eq
    | true => exact (erefl true)
    | false => exact (erefl false)
    | ?f ?x => first [by_hypothesis a | let h := head a in unfold h; ev_reduce; ev]
    | ?h => tryif is_var h then match goal with H : evB h _ |- _ => exact H end else (unfold h; ev_reduce; ev)
    end
  | |- evM ?A _ =>
    lazymatch A with
    | mx _ _ _ => eapply evM_mx
    | view_inputs _ _ _ _ => eapply evM_view_inputs
    | @GRing.add _ _ _ => eapply evM_add; ev
    | @GRing.opp _ _ => eapply evM_opp; ev
    | @GRing.scale _ _ _ _ => eapply evM_scale; ev
    | @GRing.zero _ => eapply evM_0
    | mulmx _ _ => eapply evM_mul; ev
    | trmx _ => eapply evM_tr; ev
    | delta_mx _ _ => eapply evM_delta
    | scalar_mx (@GRing.one _) => eapply evM_1
    | castmx _ _ => eapply evM_cast; ev
    | update _ _ => eapply evM_update; ev
    | matrix_of_fun _ (fun i j => fun_of_matrix _ (GRing.zero _) j) => eapply evM_rows; ev
    | matrix_of_fun _ _ => eapply evM_matrix; ev
    | diag_mx _ => eapply evM_diag; ev
    | row _ _ => eapply evM_row; ev
    | mxvec _ => eapply evM_mxvec; ev
    | vec _ => eapply evM_vec; ev
    | kron_tr _ _ => eapply evM_kron; ev
    | activation _ _ => eapply evM_activation; ev
    | gate _ _ => eapply evM_gate; ev
    | mean _ _ => eapply evM_mean; ev
    | variance _ _ => eapply evM_variance; ev
    | view_mean _ _ _ => eapply evM_view_mean; ev
    | total_mean _ _ _ => eapply evM_total_mean; ev
    | total_variance _ _ _ _ => eapply evM_total; ev
    | within_variance _ _ _ _ => eapply evM_within; ev
    | weighted_moment _ _ _ _ => eapply evM_moment; ev
    | weighted_variance _ _ _ => eapply evM_weighted_variance; ev
    | centred _ _ _ _ _ => eapply evM_centred; ev
    | BigOp.bigop _ _ (fun i => BigBody i _ true _) => eapply evM_sum; ev
    | if _ then _ else _ => eapply evM_if; ev
    | dense_run _ _ => progress cbn [dense_run held_run held_jacobian weights_product below above]; ev
    | held_run _ _ _ => progress cbn [dense_run held_run held_jacobian weights_product below above]; ev
    | held_jacobian _ _ => progress cbn [dense_run held_run held_jacobian weights_product below above]; ev
    | weights_product _ => progress cbn [dense_run held_run held_jacobian weights_product below above]; ev
    | weights _ => progress cbn [weights]; ev
    | bias _ => progress cbn [bias]; ev
    | ?f ?x => first [by_hypothesis A | let h := head A in unfold h; ev_reduce]; ev
    | ?h => tryif is_var h then match goal with H : evM h _ |- _ => exact H end else (unfold h; ev_reduce; ev)
    end
  end.

(** The theorems of counterexamples, from the lemmas on programs of the weights, of a loss and of
    formulas, at a setting whose programs are those of H. *)
Ltac by_computation := vm_compute; reflexivity.
Ltac refute_with H learnt loss right wrong update :=
  apply: (refuted_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H) (right _ _ _ _ _ _ _ _ H)
    (wrong _ _ _ _ _ _ _ _ H) (update _ _ _ _ _ _ _ _ _)); by_computation.
Ltac necessitate_with H learnt loss right update :=
  apply: (necessary_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H) (right _ _ _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _ _ _)); by_computation.
Ltac refute_along_with H learnt loss right wrong update :=
  apply: (refuted_along_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _ _ _) (right _ _ _ _ _ _ _ _ H) (wrong _ _ _ _ _ _ _ _ H)); by_computation.
Ltac necessitate_along_with H learnt loss right update :=
  apply: (necessary_along_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _ _ _) (right _ _ _ _ _ _ _ _ H)); by_computation.
Ltac refute_bounds_with H learnt loss right wrong update :=
  apply: (refuted_bounds_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _ _ _) (right _ _ _ _ _ _ _ _ H) (wrong _ _ _ _ _ _ _ _ H)); by_computation.
Ltac necessitate_bounds_with H learnt loss right update :=
  apply: (necessary_bounds_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _ _ _) (right _ _ _ _ _ _ _ _ H)); by_computation.
Ltac nothing_with H learnt loss update :=
  apply: (nothing_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H) (update _ _ _ _ _ _ _ _ _));
  by_computation.
