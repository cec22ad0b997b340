(** Binary latent trees: the covariance of conditional means. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** A tree of variables with the values ±1: a leaf is a pixel, an inner variable
    has two children, with a polarity for each. Polarity 1 copies the parent, so
    that any number of children can be had. *)
Inductive tree : Type :=
| Leaf
| Inner (rho1 rho2 : F) (child1 child2 : tree).

(** The value ±1 of a state. *)
Definition sign (z : bool) : F := if z then 1 else - 1.

(** P(y | z) = (1 + ρ z y) / 2, y a child of z. *)
Definition transition (rho : F) (z y : bool) : F :=
  2%:R^-1 * (1 + rho * sign z * sign y).

(** The pixels of a tree. *)
Fixpoint pixels (T : tree) : finType :=
  match T with
  | Leaf => bool_finType
  | Inner _ _ T1 T2 => prod_finType (pixels T1) (pixels T2)
  end.

(** The probability of the pixels, given the root: a sum over all latents. *)
Fixpoint pixel_law (T : tree) : bool -> pixels T -> F :=
  match T return bool -> pixels T -> F with
  | Leaf => fun z x => (z == x)%:R
  | Inner rho1 rho2 T1 T2 => fun z x =>
      (\sum_y transition rho1 z y * pixel_law y x.1)
      * (\sum_y transition rho2 z y * pixel_law y x.2)
  end.

(** A variable of a tree: the root, or one of the trees of the children. *)
Inductive variable : tree -> Type :=
| Root T : variable T
| First rho1 rho2 T1 T2 : variable T1 -> variable (Inner rho1 rho2 T1 T2)
| Second rho1 rho2 T1 T2 : variable T2 -> variable (Inner rho1 rho2 T1 T2).

(** The tree below a variable, its pixels, and ρ_{0ν}, the product of the
    polarities on the path from the root. *)
Fixpoint subtree T (v : variable T) : tree :=
  match v with
  | Root T => T
  | First _ _ _ _ v1 => subtree v1
  | Second _ _ _ _ v2 => subtree v2
  end.

Fixpoint pixels_below T (v : variable T) : pixels T -> pixels (subtree v) :=
  match v with
  | Root _ => fun x => x
  | First _ _ _ _ v1 => fun x => pixels_below v1 x.1
  | Second _ _ _ _ v2 => fun x => pixels_below v2 x.2
  end.

Fixpoint polarity T (v : variable T) : F :=
  match v with
  | Root _ => 1
  | First rho1 _ _ _ v1 => rho1 * polarity v1
  | Second _ rho2 _ _ v2 => rho2 * polarity v2
  end.

(** E[f | z] for a function f of the pixels of a tree with root z. *)
Definition conditional_mean T (f : pixels T -> F) (z : bool) : F :=
  \sum_x pixel_law z x * f x.

(** The selectivity s = ½(E[f | +1] - E[f | -1]) and v̄ = ½(E[f | +1] + E[f | -1]). *)
Definition selectivity T (f : pixels T -> F) : F :=
  2%:R^-1 * (conditional_mean f true - conditional_mean f false).
Definition midpoint T (f : pixels T -> F) : F :=
  2%:R^-1 * (conditional_mean f true + conditional_mean f false).

(** The root's law, P(z₀) = (1 + ρ₀ z₀) / 2; uniform for ρ₀ = 0. *)
Definition root_law (rho0 : F) (z : bool) : F := 2%:R^-1 * (1 + rho0 * sign z).

(** The covariance over z₀ of two functions of the root. *)
Definition root_covariance (rho0 : F) (f g : bool -> F) : F :=
  \sum_z root_law rho0 z * (f z * g z)
  - (\sum_z root_law rho0 z * f z) * (\sum_z root_law rho0 z * g z).

End Definitions.
Arguments Leaf {F}.

Section Facts.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.

Lemma transition_law (rho : F) z : \sum_y transition rho z y = 1.
Proof. by rewrite big_bool /transition /=; field. Qed.

Lemma pixel_law_sum (T : tree F) z : \sum_x pixel_law (T := T) z x = 1.
Proof.
elim: T z => [|r1 r2 T1 IH1 T2 IH2] z.
  by rewrite big_bool; case: z; rewrite /= ?addr0 ?add0r.
rewrite -(pair_bigA _ (fun x1 x2 =>
  (\sum_y transition r1 z y * pixel_law y x1) * (\sum_y transition r2 z y * pixel_law y x2))).
rewrite /= -(transition_law r1 z).
have S (r : F) (T : tree F) (IH : forall z, \sum_x pixel_law (T := T) z x = 1) :
    \sum_x \sum_y transition r z y * pixel_law (T := T) y x = 1.
  rewrite exchange_big /= -(transition_law r z); apply: eq_bigr => y _.
  by rewrite -mulr_sumr IH mulr1.
under eq_bigr => x1 _ do rewrite -mulr_sumr (S _ _ IH2) mulr1.
by rewrite (S _ _ IH1) transition_law.
Qed.

(** The mean of a function of the pixels of one child. *)
Lemma conditional_mean_first r1 r2 (T1 T2 : tree F) (f : pixels T1 -> F) z :
  conditional_mean (T := Inner r1 r2 T1 T2) (fun x => f x.1) z
    = \sum_y transition r1 z y * conditional_mean f y.
Proof.
rewrite /conditional_mean -(pair_bigA _ (fun x1 x2 =>
  (\sum_y transition r1 z y * pixel_law y x1)
  * (\sum_y transition r2 z y * pixel_law (T := T2) y x2) * f x1)) /=.
have S : \sum_x \sum_y transition r2 z y * pixel_law (T := T2) y x = 1.
  rewrite exchange_big /= -(transition_law r2 z); apply: eq_bigr => y _.
  by rewrite -mulr_sumr pixel_law_sum mulr1.
under eq_bigr => x1 _ do rewrite -mulr_suml -mulr_sumr S mulr1 mulr_suml.
rewrite exchange_big; apply: eq_bigr => y _; rewrite mulr_sumr.
by apply: eq_bigr => x _; rewrite mulrA.
Qed.

Lemma conditional_mean_second r1 r2 (T1 T2 : tree F) (f : pixels T2 -> F) z :
  conditional_mean (T := Inner r1 r2 T1 T2) (fun x => f x.2) z
    = \sum_y transition r2 z y * conditional_mean f y.
Proof.
rewrite /conditional_mean -(pair_bigA _ (fun x1 x2 =>
  (\sum_y transition r1 z y * pixel_law (T := T1) y x1)
  * (\sum_y transition r2 z y * pixel_law y x2) * f x2)) exchange_big /=.
have S : \sum_x \sum_y transition r1 z y * pixel_law (T := T1) y x = 1.
  rewrite exchange_big /= -(transition_law r1 z); apply: eq_bigr => y _.
  by rewrite -mulr_sumr pixel_law_sum mulr1.
under eq_bigr => x2 _ do rewrite -mulr_suml -mulr_suml S mul1r mulr_suml.
rewrite exchange_big; apply: eq_bigr => y _; rewrite mulr_sumr.
by apply: eq_bigr => x _; rewrite mulrA.
Qed.

(** latent-tree-covariance#path-polarity (in part),
    latent-tree-covariance#conditional-means (in part): for a function f of the
    pixels below the variable ν, E[f | z₀] = v̄ + ρ_{0ν} s z₀. Any variable may
    stand for z₀. only: of the joint law its means alone, given the root of the
    tree, and two children for a variable. *)
Theorem conditional_mean_affine (T : tree F) (v : variable T)
    (f : pixels (subtree v) -> F) z :
  conditional_mean (fun x => f (pixels_below v x)) z
    = midpoint f + polarity v * selectivity f * sign F z.
Proof.
elim: v f z => [{}T f z|r1 r2 T1 T2 v IH f z|r1 r2 T1 T2 v IH f z].
- rewrite /midpoint /selectivity /sign /= -/(conditional_mean f z).
  by case: z; move: (conditional_mean f true) (conditional_mean f false) => a b; field.
- rewrite /= (conditional_mean_first r1 r2 T2 (fun x => f (pixels_below v x))).
  by rewrite big_bool /= !IH /transition /=; field.
- rewrite /= (conditional_mean_second r1 r2 T1 (fun x => f (pixels_below v x))).
  by rewrite big_bool /= !IH /transition /=; field.
Qed.

(** latent-tree-covariance#covariance: for functions f, g of the pixels below
    two variables ν, ν' of the tree, the covariance over the root of their
    conditional means is (1 - ρ₀²) ρ_{0ν} s_f ρ_{0ν'} s_g; two children for a
    variable, more by copies of it (polarity 1). *)
Theorem latent_tree_covariance (T : tree F) (v v' : variable T) rho0
    (f : pixels (subtree v) -> F) (g : pixels (subtree v') -> F) :
  root_covariance rho0
    (conditional_mean (fun x => f (pixels_below v x)))
    (conditional_mean (fun x => g (pixels_below v' x)))
  = (1 - rho0 ^+ 2) * ((polarity v * selectivity f) * (polarity v' * selectivity g)).
Proof.
rewrite /root_covariance !big_bool /root_law !conditional_mean_affine /=.
by move: (polarity v) (polarity v') (selectivity f) (selectivity g) (midpoint f) (midpoint g)
  => a b c e h k; field.
Qed.

End Facts.
