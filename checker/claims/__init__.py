"""The claims, in the groups of theorems/src. One function per claim, with its name: from an instance and a part to the
measured side, by definition, and the predicted side, by the formula. What is outside the assumptions is refused."""
