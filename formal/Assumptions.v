(** Every theorem of this directory, with the axioms it rests on: none.
    Each line prints "Closed under the global context". *)
From dualproof Require Network Means Covariance Byol ByolUpdate Euler Dual Batch Derivative Relu ReluUpdate Differentiable Contrastive Normalised ByolTarget LatentTree ConstantJacobian ContrastiveUpdate.

(* Network.v *)
Print Assumptions Network.connection_output.
Print Assumptions Network.connection_derivative.

(* Covariance.v *)
Print Assumptions Covariance.covariance_operator_both_branches.
Print Assumptions Covariance.covariance_operator_one_branch.
Print Assumptions Covariance.covariance_operator_beta.
Print Assumptions Covariance.energy_of_the_loss.
Print Assumptions Covariance.energy_of_the_operator.
Print Assumptions Covariance.covariance_operator_symmetric.
Print Assumptions Covariance.covariance_operator_semidefinite.

(* ByolUpdate.v *)
Print Assumptions ByolUpdate.byol_without_zero_mean.
Print Assumptions ByolUpdate.byol_with_zero_mean.
Print Assumptions ByolUpdate.zero_mean_share.
Print Assumptions ByolUpdate.both_sides_without_zero_mean.
Print Assumptions ByolUpdate.both_sides_with_zero_mean.
Print Assumptions ByolUpdate.both_sides_radial.
Print Assumptions ByolUpdate.both_sides_zero_mean_radial.
Print Assumptions ByolUpdate.implicit_weight_identity.
Print Assumptions ByolUpdate.byol_shrinkage.
Print Assumptions ByolUpdate.byol_shrinkage_zero_mean.
Print Assumptions ByolUpdate.byol_shrinkage_sign.
Print Assumptions ByolUpdate.implicit_term_semidefinite.
Print Assumptions ByolUpdate.both_sides_zero_mean_sign.
Print Assumptions ByolUpdate.both_sides_sign.

(* Euler.v *)
Print Assumptions Euler.euler_operator.
Print Assumptions Euler.euler_split.
Print Assumptions Euler.euler_homogeneous.
Print Assumptions Euler.euler_degree_zero.

(* Dual.v *)
Print Assumptions Dual.dual_gradient_constant.
Print Assumptions Dual.dual_gradient.

(* Batch.v *)
Print Assumptions Batch.batch_update.

(* Derivative.v *)
Print Assumptions Derivative.derivative_unique.

(* Relu.v *)
Print Assumptions Relu.relu_network_gated.

(* ReluUpdate.v *)
Print Assumptions ReluUpdate.relu_output_connection.
Print Assumptions ReluUpdate.covariance_operator_relu.
Print Assumptions ReluUpdate.derivative_of_simclr_loss.
Print Assumptions ReluUpdate.derivative_of_simclr_loss_one_branch.
Print Assumptions ReluUpdate.derivative_of_byol_loss.
Print Assumptions ReluUpdate.derivative_of_byol_loss_zero_mean.
Print Assumptions ReluUpdate.derivative_of_byol_loss_both_sides.

(* Differentiable.v *)
Print Assumptions Differentiable.euler_derivative.
Print Assumptions Differentiable.euler_derivative_one_branch.

(* Contrastive.v *)
Print Assumptions Contrastive.loss_of_pairs.
Print Assumptions Contrastive.contrastive_operator.
Print Assumptions Contrastive.inter_sample_semidefinite.
Print Assumptions Contrastive.intra_sample_semidefinite.

(* Normalised.v *)
Print Assumptions Normalised.normalised_update.
Print Assumptions Normalised.normalised_no_radial_part.

(* ByolTarget.v *)
Print Assumptions ByolTarget.byol_ema.

(* LatentTree.v *)
Print Assumptions LatentTree.conditional_mean_affine.
Print Assumptions LatentTree.latent_tree_covariance.

(* ConstantJacobian.v *)
Print Assumptions ConstantJacobian.constant_jacobian_operator.
Print Assumptions ConstantJacobian.constant_jacobian_step.
Print Assumptions ConstantJacobian.conformal_step.

(* ContrastiveUpdate.v *)
Print Assumptions ContrastiveUpdate.loss_of_outputs.
Print Assumptions ContrastiveUpdate.contrastive_operator_relu.
