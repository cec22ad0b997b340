"""A claim of the paper: what it says, and the evidence for it.

    python examples/verify_claim.py
"""

import dualproof

claim = dualproof.explain("covariance-operator")
print(claim["summary"])
for section in claim["sections"]:
    if section["title"] == "Statement":
        print(section["text"])

report = dualproof.verify("covariance-operator", cases=16, evidence=["exact", "float"])
for row in report["claims"][0]["evidence"]:
    print(row["kind"], row["verdict"], "on", row["accepted"], "random networks")
mutants = report["claims"][0]["mutants"]
print(f"{sum(m['verdict'] == 'refuted' for m in mutants)} of {len(mutants)} wrong formulas refuted")
